import { App, Dropdown } from "antd";
import { asProblem } from "../../ui/api.ts";
import { currentLocale, LOCALE_NAMES, setLocale, type Locale } from "../../ui/i18n.ts";
import { useSessionActions, type Me } from "./session.ts";
import { t } from "./texts.ts";

/** Who I am, the language, and the way out. */
export function UserMenu({ user }: { user: Me }) {
  const { signOut } = useSessionActions();
  const { message } = App.useApp();
  const leave = () => void signOut().catch((error: unknown) => message.error(asProblem(error).detail));
  return (
    <Dropdown
      trigger={["click"]}
      placement="bottomRight"
      menu={{
        selectedKeys: [currentLocale()],
        items: [
          { key: "who", type: "group", label: [user.organization?.name, user.account].filter(Boolean).join("　") },
          ...(Object.keys(LOCALE_NAMES) as Locale[]).map((locale) => ({
            key: locale,
            label: <span lang={locale}>{LOCALE_NAMES[locale]}</span>,
            onClick: () => setLocale(locale),
          })),
          { type: "divider" },
          { key: "sign-out", label: t("user.sign_out"), onClick: leave },
        ],
      }}
    >
      <button type="button" aria-haspopup="menu" aria-label={t("user.menu", { name: user.name })}>
        {user.organization?.name}　{user.name} ▾
      </button>
    </Dropdown>
  );
}
