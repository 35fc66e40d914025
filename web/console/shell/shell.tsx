import { createContext, useContext, useEffect, useRef } from "react";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { listNotices } from "../../../src/modules/policies/policies.contract.ts";
import { textOf } from "../../ui/i18n.ts";
import { RegionSourceProvider } from "../../ui/region-source.ts";
import { ErrorState, LoadingState } from "../../ui/states.tsx";
import { FEATURES, GROUPS } from "../features.ts";
import { ChangePasswordPage } from "./change-password-page.tsx";
import { Notices } from "./notices.tsx";
import { may, useRegionsOf, useSession, type Me } from "./session.ts";
import { SignInPage } from "./sign-in-page.tsx";
import { t } from "./texts.ts";
import { UserMenu } from "./user-menu.tsx";

const MeContext = createContext<Me | undefined>(undefined);

/** The user who is signed in; only inside the shell. */
export function useMe(): Me {
  const user = useContext(MeContext);
  if (user === undefined) throw new Error("useMe is for pages inside the shell");
  return user;
}

/** What `useMe` and the permission say together: for buttons that only some may press. */
export function useMay(permission: string): boolean {
  return may(useMe(), permission);
}

/** Every page in its frame; in their place the sign-in page while nobody is signed in, and first a password of one's own. */
export function Shell() {
  const session = useSession();
  if (session.kind === "loading") return <LoadingState />;
  if (session.kind === "failed") {
    return (
      <main>
        <ErrorState isPage error={session.problem} retry={session.retry} />
      </main>
    );
  }
  if (session.kind === "signed_out") return <SignInPage />;
  if (session.me.mustChangePassword) return <ChangePasswordPage />;
  return <Frame user={session.me} />;
}

function Frame({ user }: { user: Me }) {
  return (
    <MeContext value={user}>
      <RegionSourceProvider value={useRegionsOf(user)}>
        <div className="sh-shell">
          <a className="sh-skip" href="#content">
            {t("skip")}
          </a>
          <TopBar user={user} />
          {may(user, listNotices.permission) && <Notices />}
          <SideMenu user={user} />
          <Content />
        </div>
      </RegionSourceProvider>
    </MeContext>
  );
}

function TopBar({ user }: { user: Me }) {
  return (
    <header className="sh-top">
      <Link to="/" className="sh-brand">
        <strong>{t("product")}</strong>
        <span>{t("product.long")}</span>
      </Link>
      <span className="sh-top-jurisdiction">{t("jurisdiction", { name: user.jurisdictionName })}</span>
      <span className="sh-top-space" />
      <UserMenu user={user} />
    </header>
  );
}

/** Only what the user may open, under its headings. */
function SideMenu({ user }: { user: Me }) {
  const allowed = FEATURES.filter((feature) => may(user, feature.permission));
  return (
    <nav className="sh-side" aria-label={t("menu")}>
      {GROUPS.map((group) => {
        const features = allowed.filter((feature) => feature.group === group);
        if (features.length === 0) return null;
        return (
          <div key={group}>
            <h2>{t(`group.${group}`)}</h2>
            <ul>
              {features.map((feature) => (
                <li key={feature.id}>
                  <Link to={feature.path}>{textOf(feature.label)}</Link>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}

/** After going to another page the focus stands at its beginning, so that a reader and the tab key start there. */
function Content() {
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const last = useRef(path);
  useEffect(() => {
    if (last.current !== path) main.current?.focus({ preventScroll: true });
    last.current = path;
  }, [path]);
  return (
    <main id="content" className="sh-main" tabIndex={-1} ref={main}>
      <Outlet />
    </main>
  );
}
