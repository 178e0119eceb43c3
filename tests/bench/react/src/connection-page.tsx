import { Body1, MessageBar, MessageBarBody, Spinner, Subtitle1 } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { useParams } from "react-router";
import { type Connection, getConnection } from "./api";
import { Checks } from "./checks";
import { formatTime } from "./format";
import { StatusBadge } from "./status-badge";

export function ConnectionPage() {
  const { id = "" } = useParams();
  const [connection, setConnection] = useState<Connection>();
  const [error, setError] = useState<Error>();
  useEffect(() => {
    getConnection(id).then(setConnection, setError);
  }, [id]);
  if (error) {
    return (
      <MessageBar intent="error">
        <MessageBarBody>{error.message}</MessageBarBody>
      </MessageBar>
    );
  }
  if (!connection) return <Spinner label="Loading" />;
  return (
    <>
      <Subtitle1 as="h2">{connection.name}</Subtitle1> <StatusBadge status={connection.status} />
      <Body1 as="p">{connection.settings.domain}</Body1>
      <Body1 as="p">Last verified {formatTime(connection.verified_at)}</Body1>
      {connection.report && <Checks report={connection.report} />}
    </>
  );
}
