import { useParams, useSearch } from "@tanstack/react-router";
import { Alert } from "antd";
import { getVersion } from "../../../../src/modules/policies/policies.contract.ts";
import type { Search } from "../../../ui/address.ts";
import { showInstant } from "../../../ui/display.ts";
import { AppLink } from "../../../ui/link.tsx";
import { Page as Frame, Sheet, StatusTag } from "../../../ui/page.tsx";
import { Loaded } from "../../../ui/states.tsx";
import { useRead } from "../../../ui/use-api.ts";
import { BenefitsTab } from "./benefits-tab.tsx";
import { findEdit } from "./edits.ts";
import { t as editor } from "./editor.texts.ts";
import { FileTab } from "./file-tab.tsx";
import { OverlapsTab } from "./overlaps-tab.tsx";
import { ParametersTab } from "./parameters-tab.tsx";
import "./policies.css";
import { SaveBar } from "./save-bar.tsx";
import { t as term } from "./terms.texts.ts";
import { useVersionEdits, type Version, type VersionEdits } from "./version-edits.ts";
import { VersionOverview } from "./version-overview.tsx";
import { NextStep } from "./version-steps.tsx";
import { t } from "./versions.texts.ts";
import { STATUS_TONES } from "./versions-page.tsx";

const TABS = ["overview", "parameters", "benefits", "overlaps", "file"] as const;
type Tab = (typeof TABS)[number];

/** One version: what to do next with it, what it changes, and its rules as form and as file. `?tab=` says which. */
export function Page() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const answer = useRead(getVersion, { params: { id } });
  return (
    <Loaded of={answer} isPage>
      {(version) => <VersionView key={version.id} version={version} />}
    </Loaded>
  );
}

function VersionView({ version }: { version: Version }) {
  const changes = useVersionEdits(version);
  const search = useSearch({ strict: false }) as Search;
  const tab: Tab = TABS.find((one) => one === search.tab) ?? (search.confirm === "1" ? "benefits" : "overview");
  return (
    <Frame
      title={t("heading", { title: version.title, number: version.number })}
      note={
        <>
          <StatusTag tone={STATUS_TONES[version.status]}>{term(`status.${version.status}`)}</StatusTag>{" "}
          {t("subheading", { region: version.regionName, edition: version.edition, account: version.createdBy, at: showInstant(version.createdAt) })}
          {version.note !== "" && `；${t("remark")}：${version.note}`}
        </>
      }
    >
      <Sheet>
        <NextStep version={version} hasUnsaved={changes.count > 0} />
      </Sheet>
      <nav className="po-tabs" aria-label={t("tab")} style={{ marginTop: 16 }}>
        {TABS.map((one) => (
          <AppLink key={one} href={`/policies/versions/${version.id}?tab=${one}`} aria-current={one === tab ? "page" : "false"}>
            {tabLabel(one, version)}
          </AppLink>
        ))}
      </nav>
      <TabView tab={tab} version={version} changes={changes} />
      <SaveBar version={version} changes={changes} />
    </Frame>
  );
}

function tabLabel(tab: Tab, version: Version): string {
  if (tab === "parameters") return t("tab.parameters", { count: version.parameters.length });
  if (tab === "benefits") return t("tab.benefits", { count: version.benefits.length });
  if (tab === "overlaps") return t("tab.overlaps", { count: version.overlaps.length });
  return t(`tab.${tab}`);
}

function TabView({ tab, version, changes }: { tab: Tab; version: Version; changes: VersionEdits }) {
  if (tab === "file") return <FileTab version={version} changes={changes} />;
  if (tab === "overview") return <VersionOverview version={version} changes={changes} />;
  if (tab === "overlaps") return <OverlapsTab version={version} />;
  if (findEdit(changes.edits, "file") !== undefined) return <Alert type="info" showIcon title={editor("file.pending")} />;
  return tab === "parameters" ? <ParametersTab version={version} changes={changes} /> : <BenefitsTab version={version} changes={changes} />;
}
