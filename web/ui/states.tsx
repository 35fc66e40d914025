import type { ReactNode } from "react";
import { Button, Spin } from "antd";
import { asProblem } from "./api.ts";
import { t } from "./texts.ts";

type StateProps = { title: string; hint?: ReactNode; action?: ReactNode; isPage?: boolean; role?: "status" | "alert" };

/** A page or part that has nothing of its own to show says what is the case and what to do next. */
function State({ title, hint, action, isPage = false, role }: StateProps) {
  const Heading = isPage ? "h1" : "h2";
  return (
    <div className="sh-state" role={role}>
      <Heading>{title}</Heading>
      {hint !== undefined && <p>{hint}</p>}
      {action !== undefined && <div className="sh-actions">{action}</div>}
    </div>
  );
}

export function LoadingState() {
  return (
    <div className="sh-state" role="status">
      <Spin />
      <p>{t("state.loading")}</p>
    </div>
  );
}

/** Nothing to list: `hint` says why that may be, `action` is the next step. */
export function EmptyState({ title, hint, action }: { title?: string; hint?: ReactNode; action?: ReactNode }) {
  return <State title={title ?? t("state.empty")} hint={hint} action={action} role="status" />;
}

export function NoPermissionState({ isPage = true }: { isPage?: boolean }) {
  return <State isPage={isPage} title={t("state.no_permission")} hint={t("state.no_permission.hint")} action={<HomeLink />} />;
}

export function NotFoundState({ isPage = true }: { isPage?: boolean }) {
  return <State isPage={isPage} title={t("state.not_found")} hint={t("state.not_found.hint")} action={<HomeLink />} />;
}

function HomeLink() {
  return (
    <Button type="primary" href="/">
      {t("home")}
    </Button>
  );
}

/** A read that failed; 403 and 404 get their own words. */
export function ErrorState({ error, retry, isPage = false }: { error: unknown; retry?: () => void; isPage?: boolean }) {
  const problem = asProblem(error);
  if (problem.status === 403) return <NoPermissionState isPage={isPage} />;
  if (problem.status === 404 && problem.code !== "unreadable") return <NotFoundState isPage={isPage} />;
  const hint = (
    <>
      {problem.detail}
      {problem.requestId !== undefined && (
        <>
          <br />
          {t("state.request", { id: problem.requestId })}
        </>
      )}
    </>
  );
  const action = retry && (
    <Button type="primary" onClick={retry}>
      {t("retry")}
    </Button>
  );
  return <State isPage={isPage} role="alert" title={problem.title} hint={hint} action={action} />;
}

type Answer<T> = { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown };

/** Shows loading, failure or the content of a read, so that no page forgets one of them. */
export function Loaded<T>({ of, isPage = false, children }: { of: Answer<T>; isPage?: boolean; children: (data: T) => ReactNode }) {
  if (of.data !== undefined) return <>{children(of.data)}</>;
  if (of.isPending) return <LoadingState />;
  return <ErrorState error={of.error} retry={() => void of.refetch()} isPage={isPage} />;
}
