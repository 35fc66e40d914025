import type { ThemeConfig } from "antd";

/** 松绿. */
const PINE = "#1F6F5C";

/**
 * The one set of Ant Design tokens. Every text token reaches 4.5 : 1 on every ground that it stands on, disabled and
 * placeholder text included; borders of inputs reach 3 : 1. Red is for alarms and what is overdue, amber for at risk.
 */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: PINE,
    colorPrimaryHover: "#185A4A",
    colorPrimaryActive: "#12473A",
    colorPrimaryBg: "#EAF3F0",
    colorPrimaryBgHover: "#DDECE7",
    colorPrimaryBorder: "#8FBAAD",
    colorLink: PINE,
    colorLinkHover: "#12473A",
    colorLinkActive: "#12473A",
    colorSuccess: "#2B6E3F",
    colorSuccessBg: "#EAF4EC",
    colorSuccessBorder: "#9CC7A8",
    colorWarning: "#8A5700",
    colorWarningBg: "#FFF6E1",
    colorWarningBorder: "#E0BC6B",
    colorWarningText: "#7A4D00",
    colorError: "#B3261E",
    colorErrorBg: "#FDF0EF",
    colorErrorBorder: "#E3A29D",
    colorErrorText: "#A3211A",
    colorInfo: "#1E5B8C",
    colorInfoBg: "#EDF4FA",
    colorInfoBorder: "#9DBFDB",
    colorText: "#1F2328",
    colorTextSecondary: "#444C55",
    colorTextTertiary: "#57606A",
    colorTextQuaternary: "#5F6872",
    colorTextPlaceholder: "#636C76",
    colorTextDisabled: "#5F6872",
    colorTextDescription: "#57606A",
    colorBorder: "#87909A",
    colorBorderSecondary: "#E1E5E4",
    colorBgLayout: "#F6F8F7",
    colorBgContainerDisabled: "#F3F5F4",
    colorFillAlter: "#F6F8F7",
    fontFamily:
      '"PingFang SC", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", system-ui, sans-serif',
    fontSize: 14,
    borderRadius: 4,
    motion: false,
    wireframe: false,
  },
  components: {
    Table: {
      cellPaddingBlock: 8,
      cellPaddingInline: 12,
      cellPaddingBlockMD: 8,
      cellPaddingInlineMD: 12,
      headerBg: "#EFF3F1",
      headerColor: "#1F2328",
      headerSplitColor: "transparent",
      headerSortActiveBg: "#E3EBE8",
      headerSortHoverBg: "#E3EBE8",
      bodySortBg: "#FFFFFF",
      rowHoverBg: "#F3F7F5",
      rowSelectedBg: "#EAF3F0",
      rowSelectedHoverBg: "#DDECE7",
    },
    Menu: { itemHeight: 36, itemMarginInline: 8, groupTitleColor: "#57606A", itemSelectedColor: "#12473A" },
    Form: { itemMarginBottom: 16, verticalLabelPadding: "0 0 4px" },
    Button: { primaryShadow: "none", defaultShadow: "none" },
  },
};
