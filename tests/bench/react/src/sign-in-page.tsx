import { Button, Field, Input, makeStyles, Title2 } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { signIn } from "./api";
import { useSession } from "./session";

const useStyles = makeStyles({
  page: { maxWidth: "360px", margin: "15vh auto", display: "flex", flexDirection: "column", gap: "16px" },
});

export function SignInPage() {
  const styles = useStyles();
  const { setSession } = useSession();
  const navigate = useNavigate();
  const [token, setToken] = useState("");
  const [error, setError] = useState("");
  const enter = (token: string) =>
    signIn(token).then(
      (session) => {
        setSession(session);
        navigate("/", { replace: true });
      },
      (error: Error) => setError(error.message),
    );
  useEffect(() => {
    const token = new URLSearchParams(location.hash.slice(1)).get("token");
    if (token) enter(token);
  }, []);
  return (
    <main className={styles.page}>
      <Title2 as="h1">Sign in</Title2>
      <Field label="Access token" validationMessage={error}>
        <Input type="password" value={token} onChange={(_, data) => setToken(data.value)} />
      </Field>
      <Button appearance="primary" onClick={() => enter(token)}>
        Sign in
      </Button>
    </main>
  );
}
