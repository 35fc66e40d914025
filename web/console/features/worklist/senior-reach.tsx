import { useMemo } from "react";
import { RELATION_NAMES, revealRoute, type SeniorPage } from "../../../../src/modules/people/people.contract.ts";
import { call } from "../../../ui/api.ts";
import { FactList, MaskedField, type FactItem } from "../../../ui/detail.tsx";
import { showDate, showIdNumber, showPhone } from "../../../ui/display.ts";
import { AppLink } from "../../../ui/link.tsx";
import { Sheet, StatusTag } from "../../../ui/page.tsx";
import { useMay } from "../../shell/shell.tsx";
import { t } from "./senior-texts.ts";
import { groupNames, showPerson } from "./worklist-words.tsx";

/** Who it is, and how to reach this person and the family. */
export function SeniorReach({ senior }: { senior: SeniorPage }) {
  const facts = useReachFacts(senior);
  return (
    <Sheet title={t("reach")}>
      <div className="wl-who">
        <strong>{senior.name}</strong>
        <span>{showPerson(senior)}</span>
        <span>{showDate(senior.birthDate)}</span>
        <span>{senior.regionName}</span>
        <AppLink href={`/people/seniors/${senior.id}`}>{t("register")}</AppLink>
      </div>
      <div className="wl-who">
        {senior.groups.length === 0 ? <span className="sh-bar-note">{t("groups.none")}</span> : groupNames(senior.groups).map((name) => <StatusTag key={name} tone="risk">{name}</StatusTag>)}
      </div>
      <FactList facts={facts} />
    </Sheet>
  );
}

type Field = "id_number" | "phone" | "address" | "contact_phone";

function useReachFacts(senior: SeniorPage): FactItem[] {
  const mayReveal = useMay(revealRoute.permission);
  return useMemo(() => {
    const revealer = (field: Field, contactId?: string) =>
      mayReveal
        ? { suggested: t("reason"), reveal: async (reason: string) => (await call(revealRoute, { params: { id: senior.id }, body: { field, contactId, reason } })).value ?? "" }
        : {};
    const phoneOf = (label: string, masked: string, field: Field, contactId?: string) => <MaskedField label={label} masked={masked} show={showPhone} href={(value) => `tel:${value}`} {...revealer(field, contactId)} />;
    return [
      { label: t("phone"), value: senior.phone === null ? t("phone.none") : phoneOf(t("phone"), senior.phone, "phone") },
      ...senior.contacts.map((contact) => {
        const label = t("phone.contact", { name: contact.name, relation: RELATION_NAMES[contact.relation] });
        return {
          label: contact.emergency ? `${label}　${t("emergency")}` : label,
          value: contact.phone === null ? t("phone.none") : phoneOf(label, contact.phone, "contact_phone", contact.id),
        };
      }),
      { label: t("address"), value: senior.address === null ? undefined : <MaskedField label={t("address")} masked={senior.address} {...revealer("address")} /> },
      { label: t("idNumber"), value: <MaskedField label={t("idNumber")} masked={senior.idNumber} show={showIdNumber} {...revealer("id_number")} /> },
    ];
  }, [senior, mayReveal]);
}
