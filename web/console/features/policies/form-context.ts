import { createContext, useContext } from "react";
import type { SubjectKind } from "../../../../src/kernel/facts.ts";
import type { Version } from "./version-edits.ts";

/** What the pickers of a benefit's form offer: the subject's facts, the version's parameters, benefits and payers. */
export type FormContext = { subject: SubjectKind; version: Pick<Version, "parameters" | "receivable" | "payers">; isReadOnly: boolean };

const Context = createContext<FormContext | undefined>(undefined);
export const FormContextProvider = Context.Provider;

export function useFormContext(): FormContext {
  const context = useContext(Context);
  if (context === undefined) throw new Error("the form of a benefit needs a FormContextProvider above it");
  return context;
}
