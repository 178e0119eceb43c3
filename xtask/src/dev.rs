pub(crate) fn command(_: &[String]) -> anyhow::Result<()> {
    anyhow::bail!("not there yet")
}
