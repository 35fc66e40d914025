import { useState, type FormEvent } from "react";
import { Alert, Button, Form } from "antd";
import { asProblem, type ApiProblem } from "../../ui/api.ts";
import { PlainField } from "./plain-field.tsx";
import { useSessionActions } from "./session.ts";
import { t } from "./texts.ts";

/** Before anything else, a password that somebody else set is changed for one's own. */
export function ChangePasswordPage() {
  const { changePassword, signOut } = useSessionActions();
  const [entry, setEntry] = useState({ current: "", next: "", again: "" });
  const [isTried, setTried] = useState(false);
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const faults = {
    current: entry.current === "" ? t("password.required") : undefined,
    next: entry.next === "" ? t("password.required") : undefined,
    again: entry.again === entry.next ? undefined : t("password.differ"),
  };
  const attempt = async (work: () => Promise<void>) => {
    setRunning(true);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(asProblem(error));
      setRunning(false);
    }
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.values(faults).every((fault) => fault === undefined)) void attempt(() => changePassword(entry.current, entry.next));
  };
  const fieldOf = (name: keyof typeof entry, autoComplete: string) => ({
    label: t(`password.${name}`),
    value: entry[name],
    onChange: (value: string) => setEntry((last) => ({ ...last, [name]: value })),
    fault: isTried ? faults[name] : undefined,
    autoComplete,
    isSecret: true,
  });
  return (
    <div className="sh-sign-in">
      <main>
        <h1>{t("password")}</h1>
        <p>{t("password.why")}</p>
        <form noValidate onSubmit={send}>
          {problem !== undefined && (
            <Alert role="alert" type="error" style={{ marginBottom: 16 }} title={t("password.failed")} description={problem.detail} />
          )}
          <Form component={false} layout="vertical">
            <PlainField {...fieldOf("current", "current-password")} autoFocus />
            <PlainField {...fieldOf("next", "new-password")} />
            <PlainField {...fieldOf("again", "new-password")} />
          </Form>
          <Button type="primary" htmlType="submit" block size="large" loading={isRunning}>
            {t("password")}
          </Button>
          <Button type="link" block style={{ marginTop: 8 }} onClick={() => void attempt(signOut)}>
            {t("user.sign_out")}
          </Button>
        </form>
      </main>
    </div>
  );
}
