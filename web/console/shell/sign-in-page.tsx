import { useEffect, useState, type FormEvent } from "react";
import { Alert, Button, Form } from "antd";
import { asProblem, type ApiProblem } from "../../ui/api.ts";
import { currentLocale, LOCALE_NAMES, setLocale, type Locale } from "../../ui/i18n.ts";
import { PlainField } from "./plain-field.tsx";
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
        <PlainField
          label={t("sign_in.account")}
          value={account}
          onChange={setAccount}
          autoFocus
          autoComplete="username"
          fault={isTried && account.trim() === "" ? t("sign_in.account.required") : undefined}
        />
        <PlainField
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
