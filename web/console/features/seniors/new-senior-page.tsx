import { useEffect, useRef, useState } from "react";
import { App } from "antd";
import type { z } from "zod";
import { readIdCard } from "../../../../src/kernel/id-card.ts";
import { checkEntryRoute, type Duplicate, listSeniorsRoute, registerSeniorRoute } from "../../../../src/modules/people/people.contract.ts";
import { ApiProblem, call } from "../../../ui/api.ts";
import type { FormField } from "../../../ui/form-fields.tsx";
import { useGo } from "../../../ui/link.tsx";
import { Page as Frame } from "../../../ui/page.tsx";
import { SchemaForm } from "../../../ui/schema-form.tsx";
import { useWrite } from "../../../ui/use-api.ts";
import type { FormState } from "../../../ui/use-form.ts";
import { useMe } from "../../shell/shell.tsx";
import { cardNumber } from "./card-number.ts";
import { DuplicatesDialog } from "./duplicates-dialog.tsx";
import { t } from "./entry-texts.ts";
import { fieldOfFact } from "./fact-field.tsx";
import { sourceOptions } from "./fact-value.tsx";
import { RECORDABLE, SENIOR_FACTS } from "./fact-words.ts";
import { t as words } from "./texts.ts";

const entryForm = registerSeniorRoute.body.extend({ idNumber: cardNumber });
/** Facts with fields of their own, and what is received, which decisions know better than a first form. */
const APART = new Set(["region", "household_region", "receives"]);

type Pending = { duplicates: readonly Duplicate[]; answer: (isSomebodyElse: boolean) => void };

/** Puts a senior on the register: the card number fills what it says, and people who may be the same are shown before saving. */
export function Page() {
  const user = useMe();
  const go = useGo();
  const { message } = App.useApp();
  const register = useWrite(registerSeniorRoute, { refreshes: [listSeniorsRoute] });
  const [pending, setPending] = useState<Pending>();
  const save = async (entry: z.output<typeof entryForm>) => {
    const { faults, duplicates } = await call(checkEntryRoute, { body: entry });
    if (faults.length > 0) throw new ApiProblem({ status: 400, code: "request.invalid", title: t("duplicates.title"), detail: "", faults });
    if (duplicates.length > 0) {
      const isSomebodyElse = await new Promise<boolean>((answer) => setPending({ duplicates, answer }));
      setPending(undefined);
      if (!isSomebodyElse) throw new ApiProblem({ status: 409, code: "senior.possible_duplicates", title: t("duplicates.title"), detail: t("duplicates.kept") });
    }
    const { id } = await register.run({ body: { ...entry, duplicatesConfirmed: duplicates.length > 0 } });
    void message.success(t("new.done", { name: entry.name }));
    // After the form has dropped its draft.
    setTimeout(() => go(`/people/seniors/${id}`));
  };
  return (
    <Frame title={t("new.title")} note={t("new.note")}>
      <section className="sh-sheet">
        <SchemaForm
          schema={entryForm}
          draftKey="people.senior.new"
          initial={{ source: "community", facts: {}, duplicatesConfirmed: false, ...(user.regions.length === 1 && !user.regions[0]!.endsWith("000") ? { region: user.regions[0] } : {}) }}
          submitText={t("new.submit")}
          onCancel={() => go("/people/seniors")}
          onSubmit={save}
          sections={[
            { title: t("new.identity"), fields: IDENTITY() },
            { title: t("new.reach"), fields: REACH() },
            { title: t("new.facts"), fields: RECORDABLE.filter((fact) => !APART.has(fact)).map(factField) },
          ]}
        >
          {(form) => <FilledByCard form={form} />}
        </SchemaForm>
      </section>
      {pending !== undefined && <DuplicatesDialog {...pending} />}
    </Frame>
  );
}

const IDENTITY = (): FormField[] => [
  { kind: "text", name: "name", label: words("name") },
  { kind: "text", name: "idNumber", label: words("id_number"), help: t("new.id_help") },
  { kind: "date", name: "birthDate", label: words("birth") },
  {
    kind: "radio",
    name: "sex",
    label: words("sex"),
    options: [
      { value: "male", label: words("sex.male") },
      { value: "female", label: words("sex.female") },
    ],
  },
  { kind: "text", name: "ethnicity", label: words("ethnicity") },
  { kind: "select", name: "source", label: t("new.source"), options: sourceOptions() },
];

const REACH = (): FormField[] => [
  { kind: "region", name: "region", label: words("region") },
  { kind: "region", name: "householdRegion", label: words("household") },
  { kind: "text", name: "phone", label: words("phone") },
  { kind: "text", name: "address", label: words("address"), wide: true },
];

const NO_NAMES: ReadonlyMap<string, string> = new Map();

function factField(fact: string): FormField {
  const { label, note } = SENIOR_FACTS[fact]!;
  return { ...fieldOfFact(fact, NO_NAMES), name: `facts.${fact}`, label, ...(note === undefined ? {} : { help: note }) };
}

/** A sound card number says birth date and sex: filled in where they are empty, or stand as an earlier number filled them. */
function FilledByCard({ form }: { form: FormState }) {
  const filled = useRef<{ birthDate?: unknown; sex?: unknown }>({});
  const { idNumber, birthDate, sex } = form.values;
  useEffect(() => {
    const read = typeof idNumber === "string" ? readIdCard(idNumber.normalize("NFKC")) : undefined;
    if (read === undefined || !("card" in read)) return;
    const { card } = read;
    const fresh = (["birthDate", "sex"] as const).filter((name) => {
      const present = form.values[name];
      return present !== card[name] && (present === undefined || present === null || present === filled.current[name]);
    });
    if (fresh.length === 0) return;
    const said = Object.fromEntries(fresh.map((name) => [name, card[name]]));
    filled.current = { ...filled.current, ...said };
    form.fill(said);
  }, [idNumber, birthDate, sex]);
  return null;
}
