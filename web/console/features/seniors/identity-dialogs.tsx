import { App, Modal } from "antd";
import type { z } from "zod";
import { changeSeniorRoute, getSeniorRoute, recordDeathRoute, type SeniorPage } from "../../../../src/modules/people/people.contract.ts";
import { getDecisionHistory, getDecisions } from "../../../../src/modules/policies/decisions.contract.ts";
import { SchemaForm } from "../../../ui/schema-form.tsx";
import { useRefresh, useWrite } from "../../../ui/use-api.ts";
import { cardNumber } from "./card-number.ts";
import { t } from "./entry-texts.ts";
import { sourceOptions } from "./fact-value.tsx";
import { t as words } from "./texts.ts";

type DialogProps = { senior: SeniorPage; reload: () => void; onClose: () => void };

const correction = changeSeniorRoute.body.omit({ version: true }).extend({ idNumber: cardNumber.optional() });

/** Corrects name, id number, phone, address, ethnicity. Masked values are not known here: what is left empty stays as it is. */
export function CorrectDialog({ senior, reload, onClose }: DialogProps) {
  const { message } = App.useApp();
  const write = useWrite(changeSeniorRoute, { refreshes: [getSeniorRoute] });
  const save = async ({ name, ethnicity, ...masked }: z.output<typeof correction>) => {
    const body = {
      ...Object.fromEntries(Object.entries(masked).filter(([, value]) => value)),
      ...(name === undefined || name === senior.name ? {} : { name }),
      ...((ethnicity ?? null) === senior.ethnicity ? {} : { ethnicity: ethnicity ?? null }),
    };
    if (Object.keys(body).length === 0) return void message.info(t("correct.nothing"));
    await write.run({ params: { id: senior.id }, body: { ...body, version: senior.version } });
    void message.success(t("correct.done"));
    onClose();
  };
  return (
    <Modal open width={640} title={t("correct.title")} footer={null} onCancel={onClose} mask={{ closable: false }}>
      <SchemaForm
        schema={correction}
        initial={{ name: senior.name, ...(senior.ethnicity === null ? {} : { ethnicity: senior.ethnicity }) }}
        submitText={t("change.submit")}
        onCancel={onClose}
        onReload={reload}
        onSubmit={save}
        sections={[
          {
            note: t("correct.note"),
            fields: [
              { kind: "text", name: "name", label: words("name") },
              { kind: "text", name: "idNumber", label: words("id_number"), placeholder: senior.idNumber },
              { kind: "text", name: "phone", label: words("phone"), placeholder: senior.phone ?? "" },
              { kind: "text", name: "ethnicity", label: words("ethnicity") },
              { kind: "text", name: "address", label: words("address"), placeholder: senior.address ?? "", wide: true },
            ],
          },
        ]}
      />
    </Modal>
  );
}

const death = recordDeathRoute.body.omit({ version: true });

/** Records a death: from that day the senior is not alive. */
export function DeathDialog({ senior, reload, onClose }: DialogProps) {
  const { message } = App.useApp();
  const refresh = useRefresh();
  const write = useWrite(recordDeathRoute, { refreshes: [getSeniorRoute] });
  const save = async (values: z.output<typeof death>) => {
    await write.run({ params: { id: senior.id }, body: { ...values, version: senior.version } });
    void message.success(t("death.done"));
    onClose();
    void refresh(getDecisions, getDecisionHistory);
  };
  return (
    <Modal open width={560} title={t("death.title")} footer={null} onCancel={onClose} mask={{ closable: false }}>
      <SchemaForm
        schema={death}
        initial={{ source: "community" }}
        submitText={t("death.action")}
        onCancel={onClose}
        onReload={reload}
        onSubmit={save}
        sections={[
          {
            note: t("death.note"),
            fields: [
              { kind: "date", name: "diedOn", label: t("death.on") },
              { kind: "select", name: "source", label: t("change.source"), options: sourceOptions() },
              { kind: "textarea", name: "note", label: t("change.note") },
            ],
          },
        ]}
      />
    </Modal>
  );
}
