import { useState } from "react";
import { App, Button, Modal } from "antd";
import type { z } from "zod";
import {
  addContactRoute,
  changeContactRoute,
  getSeniorRoute,
  RELATION_NAMES,
  removeContactRoute,
  revealRoute,
  type SeniorPage,
} from "../../../../src/modules/people/people.contract.ts";
import { asProblem, call } from "../../../ui/api.ts";
import { MaskedField } from "../../../ui/detail.tsx";
import { showPhone } from "../../../ui/display.ts";
import { Sheet } from "../../../ui/page.tsx";
import { PlainTable } from "../../../ui/plain-table.tsx";
import { SchemaForm } from "../../../ui/schema-form.tsx";
import { t as ui } from "../../../ui/texts.ts";
import { useWrite } from "../../../ui/use-api.ts";
import { useMay } from "../../shell/shell.tsx";
import { t as words } from "./entry-texts.ts";
import { t } from "./texts.ts";

type Contact = SeniorPage["contacts"][number];
type Editing = { contact?: Contact };

/** Whom to reach in the senior's place. */
export function SeniorContacts({ senior, reload }: { senior: SeniorPage; reload: () => void }) {
  const mayWrite = useMay(addContactRoute.permission);
  const mayReveal = useMay(revealRoute.permission);
  const [editing, setEditing] = useState<Editing>();
  const reveal = (contact: Contact) => async (reason: string) =>
    (await call(revealRoute, { params: { id: senior.id }, body: { field: "contact_phone", contactId: contact.id, reason } })).value ?? "";
  return (
    <div id="contacts">
      <Sheet title={t("section.contacts")}>
        {senior.contacts.length === 0 ? (
          <p>{t("contact.none")}</p>
        ) : (
          <PlainTable
            label={t("section.contacts")}
            rows={senior.contacts}
            rowKey={(contact) => contact.id}
            columns={[
              { key: "name", title: t("contact.name"), render: (contact) => contact.name },
              { key: "relation", title: t("contact.relation"), render: (contact) => RELATION_NAMES[contact.relation] },
              {
                key: "phone",
                title: t("contact.phone"),
                render: (contact) =>
                  contact.phone === null ? (
                    ui("unknown")
                  ) : (
                    <MaskedField label={`${contact.name} ${t("contact.phone")}`} masked={contact.phone} show={showPhone} {...(mayReveal ? { reveal: reveal(contact) } : {})} />
                  ),
              },
              { key: "emergency", title: t("contact.emergency"), render: (contact) => (contact.emergency ? ui("yes") : ui("no")) },
              ...(mayWrite ? [{ key: "action", title: t("action"), render: (contact: Contact) => <ContactActions senior={senior} contact={contact} edit={() => setEditing({ contact })} /> }] : []),
            ]}
          />
        )}
        {mayWrite && (
          <div className="sh-actions" style={{ marginTop: 12 }}>
            <Button onClick={() => setEditing({})}>{t("contact.add")}</Button>
          </div>
        )}
      </Sheet>
      {editing !== undefined && <ContactDialog senior={senior} contact={editing.contact} reload={reload} onClose={() => setEditing(undefined)} />}
    </div>
  );
}

function ContactActions({ senior, contact, edit }: { senior: SeniorPage; contact: Contact; edit: () => void }) {
  const { message, modal } = App.useApp();
  const remove = useWrite(removeContactRoute, { refreshes: [getSeniorRoute] });
  const ask = () =>
    void modal.confirm({
      title: t("contact.remove.title", { name: contact.name }),
      content: t("contact.remove.hint"),
      okText: t("contact.remove"),
      cancelText: ui("cancel"),
      onOk: async () => {
        try {
          await remove.run({ params: { id: senior.id, contactId: contact.id }, query: { version: senior.version } });
          void message.success(t("contact.removed"));
        } catch (error) {
          void message.error(asProblem(error).detail);
        }
      },
    });
  return (
    <div className="sh-actions">
      <Button size="small" aria-label={t("contact.change.label", { name: contact.name })} onClick={edit}>
        {t("contact.change")}
      </Button>
      <Button size="small" aria-label={t("contact.remove.label", { name: contact.name })} onClick={ask}>
        {t("contact.remove")}
      </Button>
    </div>
  );
}

const contactForm = addContactRoute.body.omit({ version: true });

function ContactDialog({ senior, contact, reload, onClose }: { senior: SeniorPage; contact: Contact | undefined; reload: () => void; onClose: () => void }) {
  const { message } = App.useApp();
  const add = useWrite(addContactRoute, { refreshes: [getSeniorRoute] });
  const change = useWrite(changeContactRoute, { refreshes: [getSeniorRoute] });
  const save = async (values: z.output<typeof contactForm>) => {
    if (contact === undefined) await add.run({ params: { id: senior.id }, body: { ...values, version: senior.version } });
    else {
      // The number is not known here: left empty, it stays.
      const { phone, ...rest } = values;
      await change.run({ params: { id: senior.id, contactId: contact.id }, body: { ...rest, ...(phone ? { phone } : {}), version: senior.version } });
    }
    void message.success(contact === undefined ? t("contact.added") : t("contact.changed"));
    onClose();
  };
  return (
    <Modal open width={560} title={contact === undefined ? t("contact.add") : t("contact.change.label", { name: contact.name })} footer={null} onCancel={onClose} mask={{ closable: false }}>
      <SchemaForm
        schema={contactForm}
        initial={contact === undefined ? { emergency: false } : { name: contact.name, relation: contact.relation, emergency: contact.emergency }}
        submitText={words("change.submit")}
        onCancel={onClose}
        onReload={reload}
        onSubmit={save}
        sections={[
          {
            fields: [
              { kind: "text", name: "name", label: t("contact.name") },
              { kind: "select", name: "relation", label: t("contact.relation"), options: Object.entries(RELATION_NAMES).map(([value, label]) => ({ value, label })) },
              { kind: "text", name: "phone", label: t("contact.phone"), placeholder: contact?.phone ?? "" },
              { kind: "yes_no", name: "emergency", label: t("contact.emergency") },
            ],
          },
        ]}
      />
    </Modal>
  );
}
