import { Badge } from "@fluentui/react-components";
import type { Status } from "./api";

export const STATUS_LABELS: Record<Status, string> = { active: "Active", limited: "Limited", failed: "Failed", unverified: "Unverified" };
const COLORS = { active: "success", limited: "warning", failed: "danger", unverified: "informative" } as const;

export function StatusBadge({ status }: { status: Status }) {
  return (
    <Badge appearance="tint" color={COLORS[status]}>
      {STATUS_LABELS[status]}
    </Badge>
  );
}
