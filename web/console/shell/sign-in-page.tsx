import { useEffect, useId, useState, type FormEvent } from "react";
import { Alert, Button, Form, Input } from "antd";
import { asProblem, type ApiProblem } from "../../ui/api.ts";
import { currentLocale, LOCALE_NAMES, setLocale, type Locale } from "../../ui/i18n.ts";
import { useSessionActions } from "./session.ts";
import { t } from "./texts.ts";

/** Account and password. The page behind it stays where it is and goes on after signing in. */
export function SignInPage() {
  useEffect(() => {
    document.title = `${t("sign_in")} - 松鹤`;
  }, []);
  return (
    <div className="sh-sign-in">
      <main>
        <h1>{t("product")}</h1>
        <p>{t("product.long")}</p>
        <SignInForm />
        <LanguageChoice />
      </main>
    </div>
  );
}

function SignInForm() {
  const { signIn } = useSessionActions();
  const [account, setAccount] = useState("");
  const [password, setPassword] = useState("");
  const [isTried, setTried] = useState(false);
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (account.trim() === "" || password === "") return;
    setRunning(true);
    setProblem(undefined);
    try {
      await signIn(account.trim(), password);
    } catch (error) {
      setProblem(asProblem(error));
      setRunning(false);
    }
  };
  return (
    <form noValidate onSubmit={(event) => void send(event)}>
      {problem !== undefined && (
        <Alert role="alert" type="error" style={{ marginBottom: 16 }} title={t("sign_in.failed")} description={problem.detail} />
      )}
      <Form component={false} layout="vertical">
        <SignInField
          label={t("sign_in.account")}
          value={account}
          onChange={setAccount}
          autoComplete="username"
          fault={isTried && account.trim() === "" ? t("sign_in.account.required") : undefined}
        />
        <SignInField
          label={t("sign_in.password")}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          isSecret
          fault={isTried && password === "" ? t("sign_in.password.required") : undefined}
        />
      </Form>
      <Button type="primary" htmlType="submit" block size="large" loading={isRunning}>
        {t("sign_in")}
      </Button>
      <p style={{ margin: "16px 0 0", color: "#57606A" }}>{t("sign_in.hint")}</p>
    </form>
  );
}

function SignInField({ label, value, onChange, autoComplete, fault, isSecret = false }: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  autoComplete: string;
  fault: string | undefined;
  isSecret?: boolean;
}) {
  const id = useId();
  const Field = isSecret ? Input.Password : Input;
  return (
    <Form.Item
      label={label}
      htmlFor={id}
      {...(fault === undefined ? {} : { validateStatus: "error" as const, help: <span id={`${id}-note`}>{fault}</span> })}
    >
      <Field
        id={id}
        size="large"
        autoComplete={autoComplete}
        autoFocus={!isSecret}
        value={value}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-note`}
        onChange={(event) => onChange(event.target.value)}
      />
    </Form.Item>
  );
}

function LanguageChoice() {
  return (
    <div className="sh-sign-in-language" role="group" aria-label={t("user.language")}>
      {(Object.keys(LOCALE_NAMES) as Locale[]).map((locale) => (
        <button key={locale} type="button" lang={locale} aria-pressed={locale === currentLocale()} onClick={() => setLocale(locale)}>
          {LOCALE_NAMES[locale]}
        </button>
      ))}
    </div>
  );
}
