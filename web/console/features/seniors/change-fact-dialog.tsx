import { App, Modal } from "antd";
import { z } from "zod";
import { civilDate } from "../../../../src/kernel/contract.ts";
import { factSource, factValue, getSeniorRoute, recordFactsRoute, SOURCE_NAMES, type SeniorPage } from "../../../../src/modules/people/people.contract.ts";
import { getDecisionHistory, getDecisions } from "../../../../src/modules/policies/decisions.contract.ts";
import { ApiProblem } from "../../../ui/api.ts";
import { showDate, today } from "../../../ui/display.ts";
import { SchemaForm } from "../../../ui/schema-form.tsx";
import { t as ui } from "../../../ui/texts.ts";
import { useRefresh, useWrite } from "../../../ui/use-api.ts";
import { t } from "./entry-texts.ts";
import { fieldOfFact } from "./fact-field.tsx";
import { FactValueText, sourceOptions, type BenefitNames } from "./fact-value.tsx";
import { SENIOR_FACTS } from "./fact-words.ts";

const changeForm = z.object({
  value: factValue.nullish(),
  validFrom: civilDate,
  validTo: civilDate.nullish(),
  source: factSource,
  note: z.string().trim().max(500).nullish(),
});

type ChangeFactProps = { senior: SeniorPage; fact: string; benefits: BenefitNames; reload: () => void; onClose: () => void };

/** Records what one source says of one fact and from when. A page that others changed meanwhile is reloaded, what was typed stays. */
export function ChangeFactDialog({ senior, fact, benefits, reload, onClose }: ChangeFactProps) {
  const { message } = App.useApp();
  const refresh = useRefresh();
  const write = useWrite(recordFactsRoute, { refreshes: [getSeniorRoute] });
  const { label, note } = SENIOR_FACTS[fact]!;
  const current = senior.facts.find((one) => one.fact === fact);
  const save = async (values: z.output<typeof changeForm>) => {
    const change = { fact, value: values.value ?? null, validFrom: values.validFrom, validTo: values.validTo ?? null };
    const body = { version: senior.version, source: values.source, note: values.note ?? null, changes: [change] };
    const { changed } = await write.run({ params: { id: senior.id }, body }).catch((error: unknown) => Promise.reject(atField(error)));
    void message.success(changed.length === 0 ? t("change.kept") : t("change.done", { facts: changed.map((name) => SENIOR_FACTS[name]?.label ?? name).join("、") }));
    onClose();
    // Decisions follow the fact a moment later.
    void refresh(getDecisions, getDecisionHistory);
  };
  return (
    <Modal open width={640} title={t("change.title", { label })} footer={null} onCancel={onClose} mask={{ closable: false }}>
      <p>
        {current === undefined ? (
          t("change.now", { value: ui("unknown") })
        ) : (
          <>
            {t("change.now", { value: "" })}
            <FactValueText fact={fact} value={current.value} benefits={benefits} />（{SOURCE_NAMES[current.source]}，{showDate(current.since)}）
          </>
        )}
      </p>
      <SchemaForm
        schema={changeForm}
        draftKey={`people.fact.${senior.id}.${fact}`}
        initial={{ value: current?.value ?? (fact === "receives" ? {} : undefined), validFrom: today(), source: "community" }}
        submitText={t("change.submit")}
        onCancel={onClose}
        onReload={reload}
        onSubmit={save}
        sections={[
          {
            fields: [
              { ...fieldOfFact(fact, benefits), name: "value", label: t("change.value"), ...(fact === "receives" ? {} : { help: note ?? t("change.unknown_help") }) },
              { kind: "select", name: "source", label: t("change.source"), options: sourceOptions() },
              { kind: "date", name: "validFrom", label: t("change.from") },
              { kind: "date", name: "validTo", label: t("change.to"), help: t("change.to_help") },
              { kind: "textarea", name: "note", label: t("change.note") },
            ],
          },
        ]}
      />
    </Modal>
  );
}

/** The route takes a list of changes; the form holds one. */
function atField(error: unknown): unknown {
  if (!(error instanceof ApiProblem) || error.faults.length === 0) return error;
  const faults = error.faults.map((fault) => ({ ...fault, path: fault.path.replace(/^changes\.0\./, "") }));
  return new ApiProblem({ status: error.status, code: error.code, title: error.title, detail: error.detail, faults });
}
