import { Checkmark20Filled, DismissCircle20Filled } from "@fluentui/react-icons";
import type { Report } from "./api";

export function Checks({ report }: { report: Report }) {
  return (
    <ul>
      {report.checks.map((check) => (
        <li key={check.id}>
          {check.status === "failed" ? <DismissCircle20Filled /> : <Checkmark20Filled />} {check.title}: {check.detail}
        </li>
      ))}
    </ul>
  );
}
