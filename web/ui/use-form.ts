import { useCallback, useId, useMemo, useState } from "react";
import type { z } from "zod";
import type { InputFault } from "../../src/kernel/errors.ts";
import { asProblem, type ApiProblem } from "./api.ts";
import { dropDraft, readDraft, saveDraft } from "./drafts.ts";
import { checkValues, emptyValue, withValue, type FormValues } from "./form-check.ts";

export type FormOptions<S extends z.ZodType> = {
  /** the body of the route that the form is sent to: the same checks here and there */
  schema: S;
  /** the fields in the order of the screen, in which faults are told and gone to */
  names: readonly string[];
  /** what is already known */
  initial?: FormValues;
  /** names the draft: `people.senior.<id>`; none is kept without it */
  draftKey?: string;
  /** sends; throw ApiProblem to have its faults shown beside the fields */
  onSubmit: (values: z.output<S>) => Promise<unknown>;
  /** names of fields that do not apply now and are not sent */
  hidden?: (values: FormValues) => readonly string[];
};

export type FormState = {
  formId: string;
  values: FormValues;
  set: (name: string, value: unknown) => void;
  /** Sets several fields at once, by their names. */
  fill: (part: FormValues) => void;
  touch: (name: string) => void;
  /** the fault to show beside a field, if it is time to show it */
  faultOf: (name: string) => string | undefined;
  /** all faults, once submitting has been tried */
  summary: readonly InputFault[];
  problem: ApiProblem | undefined;
  dismissProblem: () => void;
  isSubmitting: boolean;
  isDraft: boolean;
  discardDraft: () => void;
  submit: () => Promise<void>;
  focus: (name: string) => void;
};

/**
 * The state of a form: values checked by the schema as one types, faults shown once a field is left or submitting is
 * tried, the server's faults beside theirs, and a draft that outlives a reload.
 */
export function useForm<S extends z.ZodType>(options: FormOptions<S>): FormState {
  const { schema, draftKey } = options;
  const formId = useId();
  const [initial] = useState<FormValues>(options.initial ?? {});
  const [draft] = useState(() => (draftKey === undefined ? undefined : readDraft<FormValues>(draftKey)));
  const [values, setValues] = useState<FormValues>(draft ?? initial);
  const [isDraft, setDraft] = useState(draft !== undefined);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [isTried, setTried] = useState(false);
  const [isSubmitting, setSubmitting] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const [refused, setRefused] = useState<readonly InputFault[]>([]);

  const sent = useMemo(
    () => (options.hidden?.(values) ?? []).reduce((rest, name) => withValue(rest, name, undefined), values),
    // `hidden` is a pure function of the values.
    [values],
  );
  const faults = useMemo(() => {
    const own = checkValues(schema, sent);
    const paths = new Set(own.map((fault) => fault.path));
    return inOrder([...own, ...refused.filter((fault) => !paths.has(fault.path))], options.names);
  }, [schema, sent, refused, options.names.join()]);

  const touch = useCallback((name: string) => setTouched((names) => (names.has(name) ? names : new Set([...names, name]))), []);
  const focus = (name: string) => {
    const control = document.getElementById(controlId(formId, name));
    (control?.matches("input, textarea, button") ? control : (control?.querySelector<HTMLElement>("input, textarea, button") ?? control))?.focus();
  };
  const focusFirst = (all: readonly InputFault[]) => {
    const first = all.find((fault) => document.getElementById(controlId(formId, fault.path)) !== null);
    // After the faults are on the screen, so that a reader hears the fault with the field.
    if (first) setTimeout(() => focus(first.path));
  };
  const fill = (part: FormValues) => {
    const next = Object.entries(part).reduce((all, [name, value]) => withValue(all, name, value ?? emptyValue(schema, name)), values);
    setValues(next);
    setRefused((all) => all.filter((fault) => !Object.hasOwn(part, fault.path)));
    setProblem((last) => (last !== undefined && last.faults.length > 0 ? undefined : last));
    if (draftKey !== undefined) saveDraft(draftKey, next);
  };
  const submit = async () => {
    setTried(true);
    setProblem(undefined);
    const parsed = schema.safeParse(sent);
    if (!parsed.success) return focusFirst(faults);
    setSubmitting(true);
    try {
      await options.onSubmit(parsed.data as z.output<S>);
      if (draftKey !== undefined) dropDraft(draftKey);
      setDraft(false);
    } catch (error) {
      const failed = asProblem(error);
      setProblem(failed);
      setRefused(failed.faults);
      focusFirst(inOrder(failed.faults, options.names));
    } finally {
      setSubmitting(false);
    }
  };
  return {
    formId,
    values,
    set: (name, value) => fill({ [name]: value }),
    fill,
    touch,
    faultOf: (name) => (isTried || touched.has(name) ? faults.find((fault) => fault.path === name)?.message : undefined),
    summary: isTried ? faults : [],
    problem,
    dismissProblem: () => setProblem(undefined),
    isSubmitting,
    isDraft,
    discardDraft: () => {
      if (draftKey !== undefined) dropDraft(draftKey);
      setValues(initial);
      setDraft(false);
      setTouched(new Set());
      setTried(false);
    },
    submit,
    focus,
  };
}

/** Faults in the order of their fields; those of no field come last. */
function inOrder(faults: readonly InputFault[], names: readonly string[]): InputFault[] {
  const place = (fault: InputFault) => (names.includes(fault.path) ? names.indexOf(fault.path) : names.length);
  return faults.toSorted((a, b) => place(a) - place(b));
}

/** The id of a field's control within its form. */
export function controlId(formId: string, name: string): string {
  return `${formId}-${name}`;
}
