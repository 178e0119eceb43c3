import {
  createTableColumn,
  Link as FluentLink,
  makeStyles,
  SkeletonItem,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  type TableRowId,
  TableRow,
  TableSelectionCell,
  useTableFeatures,
  useTableSelection,
} from "@fluentui/react-components";
import { memo, type ReactNode } from "react";
import { useHref, useLinkClickHandler } from "react-router";
import type { Connection } from "./api";
import { formatTime } from "./format";
import { StatusBadge } from "./status-badge";

interface Column {
  title: string;
  /** What the server sorts by. */
  sort?: string;
  cell(connection: Connection): ReactNode;
}

const COLUMNS: Column[] = [
  { title: "Profile name", sort: "name", cell: (connection) => <NameLink connection={connection} /> },
  { title: "Application", sort: "application", cell: () => "Okta" },
  { title: "Okta domain", sort: "domain", cell: ({ settings }) => settings.domain },
  { title: "Status", sort: "status", cell: ({ status }) => <StatusBadge status={status} /> },
  { title: "Last verified", sort: "verified_at", cell: ({ verified_at }) => formatTime(verified_at) },
  { title: "Last modified", sort: "updated_at", cell: ({ updated_at }) => formatTime(updated_at) },
  { title: "Modified by", cell: ({ updated_by }) => updated_by },
];

const useStyles = makeStyles({
  scroll: { overflowX: "auto" },
  table: { minWidth: "900px" },
  cell: { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
});

interface Props {
  items: Connection[] | undefined;
  sort: string;
  onSort(sort: string): void;
  selected: Set<TableRowId>;
  onSelect(selected: Set<TableRowId>): void;
}

const NO_ITEMS: Connection[] = [];
const TABLE_COLUMNS = [createTableColumn<Connection>({ columnId: "name" })];

export function ConnectionsTable({ items, sort, onSort, selected, onSelect }: Props) {
  const styles = useStyles();
  const { selection } = useTableFeatures({ columns: TABLE_COLUMNS, items: items ?? NO_ITEMS, getRowId: ({ id }) => id }, [
    useTableSelection({ selectionMode: "multiselect", selectedItems: selected, onSelectionChange: (_, data) => onSelect(data.selectedItems) }),
  ]);
  const checkedAll = selection.allRowsSelected ? true : selection.someRowsSelected ? "mixed" : false;
  return (
    <div className={styles.scroll}>
      <Table className={styles.table} size="small" aria-label="Application connections" aria-busy={!items} sortable>
        <TableHeader>
          <TableRow>
            <TableSelectionCell checked={checkedAll} checkboxIndicator={{ "aria-label": "Select all rows" }} onClick={selection.toggleAllRows} />
            {COLUMNS.map((column) => (
              <ColumnHeader key={column.title} column={column} sort={sort} onSort={onSort} />
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {items ? (
            items.map((connection) => (
              <ConnectionRow
                key={connection.id}
                connection={connection}
                isSelected={selected.has(connection.id)}
                onToggle={selection.toggleRow}
              />
            ))
          ) : (
            <SkeletonRows />
          )}
        </TableBody>
      </Table>
    </div>
  );
}

function ColumnHeader({ column, sort, onSort }: { column: Column; sort: string; onSort(sort: string): void }) {
  if (!column.sort) return <TableHeaderCell sortable={false}>{column.title}</TableHeaderCell>;
  const { sort: name } = column;
  const direction = sort === name ? "ascending" : sort === `-${name}` ? "descending" : undefined;
  return (
    <TableHeaderCell sortDirection={direction} onClick={() => onSort(direction === "ascending" ? `-${name}` : name)}>
      {column.title}
    </TableHeaderCell>
  );
}

interface RowProps {
  connection: Connection;
  isSelected: boolean;
  onToggle(event: React.SyntheticEvent, id: TableRowId): void;
}

/** Selecting one row renders that row alone. */
const ConnectionRow = memo(
  function ConnectionRow({ connection, isSelected, onToggle }: RowProps) {
    const styles = useStyles();
    return (
      <TableRow aria-selected={isSelected} appearance={isSelected ? "brand" : "none"}>
        <TableSelectionCell
          checked={isSelected}
          checkboxIndicator={{ "aria-label": `Select ${connection.name}` }}
          onClick={(event) => onToggle(event, connection.id)}
        />
        {COLUMNS.map((column) => (
          <TableCell key={column.title} className={styles.cell}>
            {column.cell(connection)}
          </TableCell>
        ))}
      </TableRow>
    );
  },
  (old, now) => old.connection === now.connection && old.isSelected === now.isSelected,
);

function NameLink({ connection }: { connection: Connection }) {
  const to = `/connections/${connection.id}`;
  return (
    <FluentLink href={useHref(to)} onClick={useLinkClickHandler(to)}>
      {connection.name}
    </FluentLink>
  );
}

function SkeletonRows() {
  return Array.from({ length: 8 }, (_, row) => (
    <TableRow key={row} aria-hidden>
      <TableCell colSpan={COLUMNS.length + 1}>
        <SkeletonItem />
      </TableCell>
    </TableRow>
  ));
}
