import type { ThemeConfig } from "antd";

/** Colours of states: text, ground and border go together, so that words stay readable on their own ground (4.5:1). */
const good = { text: "#175c34", ground: "#e8f4ec", border: "#8dbb9d" };
const caution = { text: "#734600", ground: "#fdf3df", border: "#cf9f4a" };
const bad = { text: "#94201d", ground: "#fcedeb", border: "#d6918c" };
const plain = { text: "#0b4a5c", ground: "#e7f1f4", border: "#8db4c0" };

/** No Chinese font is shipped: each system brings its own. */
const FONTS = `"PingFang SC", "Microsoft YaHei", "HarmonyOS Sans SC", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei", system-ui, sans-serif`;

export const theme: ThemeConfig = {
  // Fixed names, so that the stylesheet made in the build fits what the page renders.
  hashed: false,
  cssVar: { key: "onedoor" },
  zeroRuntime: true,
  token: {
    fontFamily: FONTS,
    fontSize: 14,
    borderRadius: 4,
    controlHeight: 34,
    motion: false,
    wireframe: false,
    colorPrimary: "#0b4a5c",
    colorLink: "#0b5a78",
    colorText: "#1b2428",
    colorTextSecondary: "#47545a",
    colorTextTertiary: "#566369",
    colorTextPlaceholder: "#5f6c72",
    colorTextDisabled: "#5f6c72",
    colorBorder: "#7f8d93",
    colorBorderSecondary: "#d5dcdf",
    colorBgLayout: "#f2f4f5",
    colorSuccess: good.text,
    colorSuccessText: good.text,
    colorSuccessBg: good.ground,
    colorSuccessBorder: good.border,
    colorWarning: caution.text,
    colorWarningText: caution.text,
    colorWarningBg: caution.ground,
    colorWarningBorder: caution.border,
    colorError: bad.text,
    colorErrorText: bad.text,
    colorErrorBg: bad.ground,
    colorErrorBorder: bad.border,
    colorInfo: plain.text,
    colorInfoText: plain.text,
    colorInfoBg: plain.ground,
    colorInfoBorder: plain.border,
    controlOutlineWidth: 3,
    controlOutline: "rgba(11, 90, 120, 0.35)",
  },
  components: {
    Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none" },
  },
};
