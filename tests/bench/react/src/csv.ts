import type { Connection } from "./api";

const quote = (text: string) => `"${text.replace(/^[=+\-@]/, "'$&").replaceAll('"', '""')}"`;

/** Hands the reader what is on screen, as a file. */
export function exportCsv(items: Connection[]) {
  const rows = items.map((item) => [item.name, item.application, item.settings.domain, item.status, item.verified_at ?? "", item.updated_at, item.updated_by]);
  const head = ["Profile name", "Application", "Okta domain", "Status", "Last verified", "Last modified", "Modified by"];
  const text = [head, ...rows].map((row) => row.map(quote).join(",")).join("\r\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = "connections.csv";
  link.click();
  URL.revokeObjectURL(link.href);
}
