import { Body1, Button, makeStyles, MessageBar, MessageBarActions, MessageBarBody, Subtitle1, type TableRowId } from "@fluentui/react-components";
import { ChevronLeft20Regular, ChevronRight20Regular } from "@fluentui/react-icons";
import { useCallback, useMemo, useState } from "react";
import { ActionBar } from "./action-bar";
import { type Connection, verifyConnection } from "./api";
import { ConnectionPanel } from "./connection-panel";
import { ConnectionsTable } from "./connections-table";
import { exportCsv } from "./csv";
import { DeleteDialog } from "./delete-dialog";
import { PAGE_SIZE, useListQuery } from "./list-query";
import { useToast } from "./toasts";
import { useConnections } from "./use-connections";

const useStyles = makeStyles({
  pager: { display: "flex", alignItems: "center", justifyContent: "flex-end", gap: "8px", padding: "8px 0" },
  empty: { display: "flex", flexDirection: "column", alignItems: "center", gap: "8px", padding: "48px 0" },
});

const NONE: Set<TableRowId> = new Set();

export function ListPage() {
  const styles = useStyles();
  const toast = useToast();
  const [query, change] = useListQuery();
  const list = useConnections(query);
  const [selected, setSelected] = useState(NONE);
  const [isDeleting, setDeleting] = useState(false);
  const items = list.page?.items;
  const chosen = useMemo(() => items?.filter(({ id }) => selected.has(id)) ?? [], [items, selected]);

  const onSearch = useCallback((q: string) => change({ q }), [change]);
  const onChanged = (text: string) => {
    change({ panel: "", id: "" });
    setDeleting(false);
    setSelected(NONE);
    toast("success", text);
    list.reload();
  };
  const onVerify = async () => {
    const outcomes = await Promise.allSettled(chosen.map(({ id }) => verifyConnection(id)));
    const failed = outcomes.filter(({ status }) => status === "rejected").length;
    toast(failed ? "error" : "success", failed ? `${failed} could not be verified` : `${outcomes.length} verified`);
    list.reload();
  };

  return (
    <>
      <ActionBar
        selected={chosen.length}
        q={query.q}
        status={query.status}
        onCreate={() => change({ panel: "create" })}
        onEdit={() => change({ panel: "edit", id: chosen[0]?.id ?? "" })}
        onDelete={() => setDeleting(true)}
        onVerify={onVerify}
        onExport={() => items && exportCsv(items)}
        onSearch={onSearch}
        onFilter={(status) => change({ status })}
      />
      {list.error && (
        <MessageBar intent="error">
          <MessageBarBody>{list.error.message}</MessageBarBody>
          <MessageBarActions>
            <Button onClick={list.reload}>Try again</Button>
          </MessageBarActions>
        </MessageBar>
      )}
      {items?.length === 0 ? (
        <Empty narrowed={!!(query.q || query.status)} onCreate={() => change({ panel: "create" })} />
      ) : (
        <ConnectionsTable items={items} sort={query.sort} onSort={(sort) => change({ sort })} selected={selected} onSelect={setSelected} />
      )}
      {list.page && items && items.length > 0 && (
        <div className={styles.pager}>
          <Body1>
            {list.number * PAGE_SIZE + 1}–{list.number * PAGE_SIZE + items.length} of {list.page.total}
          </Body1>
          <Button icon={<ChevronLeft20Regular />} aria-label="Previous page" disabled={list.number === 0} onClick={list.back} />
          <Button icon={<ChevronRight20Regular />} aria-label="Next page" disabled={!list.page.next_cursor} onClick={list.forward} />
        </div>
      )}
      {query.panel && (
        <ConnectionPanel
          mode={query.panel}
          connection={items?.find(({ id }) => id === query.id)}
          onClose={() => change({ panel: "", id: "" })}
          onSaved={(saved: Connection) => onChanged(`${saved.name} is saved`)}
        />
      )}
      {isDeleting && <DeleteDialog connections={chosen} onClose={() => setDeleting(false)} onDeleted={() => onChanged("Deleted")} />}
    </>
  );
}

function Empty({ narrowed, onCreate }: { narrowed: boolean; onCreate(): void }) {
  const styles = useStyles();
  if (narrowed) {
    return (
      <div className={styles.empty}>
        <Subtitle1>Nothing found</Subtitle1>
        <Body1>No connection matches the search and the filter.</Body1>
      </div>
    );
  }
  return (
    <div className={styles.empty}>
      <Subtitle1>No connections yet</Subtitle1>
      <Body1>A connection lets the backup read your Okta organization.</Body1>
      <Button appearance="primary" onClick={onCreate}>
        Create
      </Button>
    </div>
  );
}
