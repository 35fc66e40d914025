import type { ReactNode } from "react";
import { useSearch } from "@tanstack/react-router";
import { Button, ConfigProvider } from "antd";
import type { Search } from "../../../ui/address.ts";
import { AppLink } from "../../../ui/link.tsx";
import { Sheet, StatusTag } from "../../../ui/page.tsx";
import { AmountEditor, type AmountForm } from "./amount-editor.tsx";
import { ConditionEditor } from "./condition-editor.tsx";
import { findEdit, type EditKey } from "./edits.ts";
import { t } from "./editor.texts.ts";
import { FormContextProvider } from "./form-context.ts";
import { RuleWords } from "./rule-card.tsx";
import { SharesEditor } from "./shares-editor.tsx";
import { t as term } from "./terms.texts.ts";
import type { Version, VersionEdits } from "./version-edits.ts";

type Benefit = Version["benefits"][number];

/** The benefits of a version: the list on the left, the chosen one (`?benefit=`) as words and as form on the right. */
export function BenefitsTab({ version, changes }: { version: Version; changes: VersionEdits }) {
  const search = useSearch({ strict: false }) as Search;
  const onlyOpen = search.confirm === "1";
  const shown = onlyOpen ? version.benefits.filter((benefit) => benefit.confirm !== null) : version.benefits;
  const chosen = shown.find((benefit) => benefit.id === search.benefit) ?? shown[0];
  if (chosen === undefined) return <Sheet>{version.faults.length > 0 ? t("faulty.form") : t("benefits.none")}</Sheet>;
  const address = (benefit: string | undefined, confirm: boolean) => `/policies/versions/${version.id}?tab=benefits${benefit === undefined ? "" : `&benefit=${benefit}`}${confirm ? "&confirm=1" : ""}`;
  return (
    <div className="po-benefits">
      <nav aria-label={t("benefits")}>
        <ul className="po-benefit-nav">
          {version.benefits.some((benefit) => benefit.confirm !== null) && (
            <li>
              <AppLink href={address(undefined, !onlyOpen)}>{onlyOpen ? t("benefits.all") : t("benefits.confirm")}</AppLink>
            </li>
          )}
          {shown.map((benefit) => (
            <li key={benefit.id}>
              <AppLink href={address(benefit.id, onlyOpen)} aria-current={benefit.id === chosen.id ? "page" : "false"}>
                {benefit.name}
                {(benefit.confirm !== null || isChanged(changes, benefit.id)) && (
                  <small>{[...(benefit.confirm === null ? [] : [term("confirm")]), ...(isChanged(changes, benefit.id) ? [t("changed")] : [])].join("，")}</small>
                )}
              </AppLink>
            </li>
          ))}
        </ul>
      </nav>
      <BenefitView key={chosen.id} benefit={chosen} version={version} changes={changes} />
    </div>
  );
}

function isChanged(changes: VersionEdits, benefit: string): boolean {
  return (["condition", "amount", "shares"] as const).some((what) => findEdit(changes.edits, what, benefit) !== undefined);
}

function BenefitView({ benefit, version, changes }: { benefit: Benefit; version: Version; changes: VersionEdits }) {
  const isReadOnly = !version.allowed.includes("edit");
  const condition = findEdit(changes.edits, "condition", benefit.id);
  const amount = findEdit(changes.edits, "amount", benefit.id);
  const shares = findEdit(changes.edits, "shares", benefit.id);
  return (
    <Sheet title={benefit.name}>
      <p className="po-clause-ref" style={{ marginTop: -8 }}>
        <StatusTag>{term(`kind.${benefit.kind}`)}</StatusTag> {t("clause")}{" "}
        <AppLink href={`/policies/documents/${version.documentId}?rule=${benefit.id}`}>{benefit.clause.at}</AppLink> <q>{benefit.clause.quote}</q>
      </p>
      <RuleWords rule={benefit} />
      {benefit.standard !== null && (
        <p style={{ margin: "6px 0 0" }}>
          {t("standard")}：{benefit.standard}
        </p>
      )}
      <ConfigProvider componentDisabled={isReadOnly}>
        <FormContextProvider value={{ subject: benefit.subject, version, isReadOnly }}>
          <Part legend={t("condition")} hint={t("condition.hint")} name={benefit.name} editKey={condition && `condition:${benefit.id}`} changes={changes}>
            <ConditionEditor form={condition?.when ?? benefit.when} onChange={(when) => changes.put({ what: "condition", benefit: benefit.id, when })} />
          </Part>
          <Part legend={`${t("amount")}（${term(`period.${benefit.period}`)}）`} name={benefit.name} editKey={amount && `amount:${benefit.id}`} changes={changes}>
            <AmountEditor amount={amount?.amount ?? (benefit.amountForm as AmountForm)} onChange={(next) => changes.put({ what: "amount", benefit: benefit.id, amount: next })} />
          </Part>
          <Part legend={t("shares")} name={benefit.name} editKey={shares && `shares:${benefit.id}`} changes={changes}>
            <SharesEditor shares={shares?.shares ?? benefit.shareForm} onChange={(next) => changes.put({ what: "shares", benefit: benefit.id, shares: next })} />
          </Part>
        </FormContextProvider>
      </ConfigProvider>
    </Sheet>
  );
}

/** A part of the form with the way back to what is saved, once it is changed. */
function Part({ legend, hint, name, editKey, changes, children }: { legend: string; hint?: string; name: string; editKey: EditKey | undefined; changes: VersionEdits; children: ReactNode }) {
  return (
    <fieldset className="po-part">
      <legend>
        {legend}
        {editKey !== undefined && (
          <>
            {" "}
            <StatusTag tone="risk">{t("changed")}</StatusTag>
            <Button size="small" type="link" aria-label={t("undo.label", { name: `${name} ${legend}` })} onClick={() => changes.drop(editKey)}>
              {t("undo")}
            </Button>
          </>
        )}
      </legend>
      <div>
        {hint !== undefined && (
          <p className="sh-bar-note" style={{ margin: "0 0 8px" }}>
            {hint}
          </p>
        )}
        {children}
      </div>
    </fieldset>
  );
}
