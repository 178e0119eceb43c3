import {
  Button,
  Dropdown,
  Field as FormField,
  Input,
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Option,
  OverlayDrawer,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  Spinner,
  Textarea,
} from "@fluentui/react-components";
import { Dismiss20Regular } from "@fluentui/react-icons";
import { useState } from "react";
import { type Connection, createConnection, Problem, replaceConnection } from "./api";
import { Checks } from "./checks";
import { check, type Draft, draftOf, type Errors, type Field, inputOf, mendDomain, POINTERS } from "./draft";
import { Guide } from "./guide";

const useStyles = makeStyles({
  columns: { display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(320px, 1fr))", gap: "24px" },
  form: { display: "flex", flexDirection: "column", gap: "12px" },
  footer: { justifyContent: "flex-end" },
});

interface Props {
  /** `create`, `edit`, or empty while it is closed. */
  mode: string;
  connection: Connection | undefined;
  onClose(): void;
  onSaved(connection: Connection): void;
}

export function ConnectionPanel({ mode, connection, onClose, onSaved }: Props) {
  const isOpen = mode === "create" || (mode === "edit" && !!connection);
  const title = mode === "edit" ? "Edit application connection" : "Create application connection";
  return (
    <OverlayDrawer position="end" size="large" open={isOpen} onOpenChange={(_, data) => !data.open && onClose()}>
      <DrawerHeader>
        <DrawerHeaderTitle action={<Button appearance="subtle" aria-label="Close" icon={<Dismiss20Regular />} onClick={onClose} />}>
          {title}
        </DrawerHeaderTitle>
      </DrawerHeader>
      {isOpen && <Form connection={mode === "edit" ? connection : undefined} onClose={onClose} onSaved={onSaved} />}
    </OverlayDrawer>
  );
}

function Form({ connection, onClose, onSaved }: Omit<Props, "mode">) {
  const styles = useStyles();
  const [draft, setDraft] = useState<Draft>(() => draftOf(connection));
  const [errors, setErrors] = useState<Errors>({});
  const [refused, setRefused] = useState<Problem>();
  const [isSaving, setSaving] = useState(false);

  const set = (field: Field, value: string) => setDraft((old) => ({ ...old, [field]: value }));
  const validation = (field: Field) => ({ validationMessage: errors[field], validationState: errors[field] ? ("error" as const) : ("none" as const) });
  const checkField = (field: Field) => setErrors((old) => ({ ...old, [field]: check(draft, !connection)[field] }));
  const text = (field: Field) => ({ value: draft[field], onChange: (_: unknown, data: { value: string }) => set(field, data.value), onBlur: () => checkField(field) });

  const save = async () => {
    const found = check(draft, !connection);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    setSaving(true);
    try {
      const input = inputOf(draft);
      onSaved(await (connection ? replaceConnection(connection.id, connection.version, input) : createConnection(input)));
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem(0, "offline", String(error));
      setErrors(Object.fromEntries(problem.errors.map(({ pointer, detail }) => [POINTERS[pointer], detail])));
      setRefused(problem);
    } finally {
      setSaving(false);
    }
  };

  return (
    <>
      <DrawerBody>
        <div className={styles.columns}>
          <div className={styles.form}>
            {refused && (
              <MessageBar intent="error">
                <MessageBarBody>
                  <MessageBarTitle>Not saved</MessageBarTitle>
                  {refused.message}
                </MessageBarBody>
              </MessageBar>
            )}
            <FormField label="Profile name" required {...validation("name")}>
              <Input {...text("name")} />
            </FormField>
            <FormField label="Description" {...validation("description")}>
              <Textarea {...text("description")} resize="vertical" />
            </FormField>
            <FormField label="Select application" required {...validation("application")}>
              <Dropdown value="Okta" selectedOptions={[draft.application]} onOptionSelect={(_, data) => set("application", data.optionValue ?? "")}>
                <Option value="okta">Okta</Option>
              </Dropdown>
            </FormField>
            <FormField label="Okta domain" required hint="https://{domain}" {...validation("domain")}>
              <Input
                {...text("domain")}
                onBlur={() => {
                  checkField("domain");
                  if (!check(draft, false).domain) set("domain", mendDomain(draft.domain));
                }}
              />
            </FormField>
            <FormField label="Client ID" required {...validation("client_id")}>
              <Input {...text("client_id")} />
            </FormField>
            <FormField label="Private key" required={!connection} hint="JSON or PEM" {...validation("private_key")}>
              <Textarea {...text("private_key")} rows={6} placeholder={connection && `Stored: ${connection.settings.key.thumbprint}`} />
            </FormField>
            <FormField label="Key ID" {...validation("key_id")}>
              <Input {...text("key_id")} />
            </FormField>
            {refused?.report && <Checks report={refused.report} />}
          </div>
          <Guide />
        </div>
      </DrawerBody>
      <DrawerFooter className={styles.footer}>
        <Button appearance="primary" disabled={isSaving} icon={isSaving ? <Spinner size="tiny" /> : undefined} onClick={save}>
          Save
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </DrawerFooter>
    </>
  );
}
