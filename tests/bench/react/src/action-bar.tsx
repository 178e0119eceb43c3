import { Button, Dropdown, makeStyles, Option, SearchBox } from "@fluentui/react-components";
import { Add20Regular, ArrowDownload20Regular, Delete20Regular, Edit20Regular, ShieldCheckmark20Regular } from "@fluentui/react-icons";
import { useEffect, useState } from "react";
import type { Status } from "./api";
import { STATUSES } from "./list-query";
import { useSession } from "./session";
import { STATUS_LABELS } from "./status-badge";

const useStyles = makeStyles({
  bar: { display: "flex", flexWrap: "wrap", alignItems: "center", justifyContent: "space-between", gap: "8px", padding: "8px 0" },
  actions: { display: "flex", flexWrap: "wrap", gap: "4px" },
  narrow: { display: "flex", flexWrap: "wrap", gap: "8px" },
  filter: { minWidth: "150px" },
});

interface Props {
  selected: number;
  q: string;
  status: Status | "";
  onCreate(): void;
  onEdit(): void;
  onDelete(): void;
  onVerify(): void;
  onExport(): void;
  onSearch(q: string): void;
  onFilter(status: Status | ""): void;
}

const SEARCH_AFTER_MS = 250;

export function ActionBar(props: Props) {
  const styles = useStyles();
  const { selected } = props;
  const { session } = useSession();
  const mayManage = session?.role === "admin";
  return (
    <div className={styles.bar}>
      <div className={styles.actions} role="toolbar" aria-label="Actions">
        <Button appearance="primary" icon={<Add20Regular />} disabled={!mayManage} onClick={props.onCreate}>
          Create
        </Button>
        <Button appearance="subtle" icon={<Edit20Regular />} disabled={!mayManage || selected !== 1} onClick={props.onEdit}>
          Edit
        </Button>
        <Button appearance="subtle" icon={<Delete20Regular />} disabled={!mayManage || selected === 0} onClick={props.onDelete}>
          Delete
        </Button>
        <Button appearance="subtle" icon={<ShieldCheckmark20Regular />} disabled={!mayManage || selected === 0} onClick={props.onVerify}>
          Verify now
        </Button>
        <Button appearance="subtle" icon={<ArrowDownload20Regular />} onClick={props.onExport}>
          Export CSV
        </Button>
      </div>
      <div className={styles.narrow}>
        <Search q={props.q} onSearch={props.onSearch} />
        <Dropdown
          className={styles.filter}
          aria-label="Status"
          value={props.status ? STATUS_LABELS[props.status] : "All statuses"}
          selectedOptions={[props.status]}
          onOptionSelect={(_, data) => props.onFilter((data.optionValue ?? "") as Status | "")}
        >
          <Option value="">All statuses</Option>
          {STATUSES.map((status) => (
            <Option key={status} value={status}>
              {STATUS_LABELS[status]}
            </Option>
          ))}
        </Dropdown>
      </div>
    </div>
  );
}

function Search({ q, onSearch }: Pick<Props, "q" | "onSearch">) {
  const [typed, setTyped] = useState(q);
  useEffect(() => setTyped(q), [q]);
  useEffect(() => {
    if (typed === q) return;
    const timer = setTimeout(() => onSearch(typed), SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [typed, q, onSearch]);
  return <SearchBox placeholder="Search" aria-label="Search" value={typed} onChange={(_, data) => setTyped(data.value)} />;
}
