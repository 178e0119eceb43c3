import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from "@fluentui/react-components";
import { type Connection, deleteConnections } from "./api";
import { useToast } from "./toasts";

interface Props {
  connections: Connection[];
  onClose(): void;
  onDeleted(): void;
}

export function DeleteDialog({ connections, onClose, onDeleted }: Props) {
  const toast = useToast();
  const confirm = () =>
    deleteConnections(connections.map(({ id }) => id)).then(onDeleted, (error: Error) => toast("error", "Not deleted", error.message));
  return (
    <Dialog modalType="alert" open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Delete {connections.length === 1 ? connections[0]?.name : `${connections.length} connections`}?</DialogTitle>
          <DialogContent>Backups through them stop at once. This cannot be undone.</DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={confirm}>
              Delete
            </Button>
            <Button onClick={onClose}>Cancel</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
