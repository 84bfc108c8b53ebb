import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createCache, extractStyle, StyleProvider } from "@ant-design/cssinjs";
import * as antd from "antd";
import { type ComponentType, createElement, Fragment, type ReactNode } from "react";
import { renderToString } from "react-dom/server";
import type { Plugin } from "vite";
import { theme } from "../theme.ts";

const ID = "virtual:antd.css";
const RESOLVED = "\0virtual:antd.css";

/**
 * The styles of the antd components the app uses, as a stylesheet of its own. antd would write them into `<style>` as
 * components appear, and the content security policy lets nobody write styles into the page.
 */
export function antdStyles(): Plugin {
  return {
    name: "antd-styles",
    resolveId: (id) => (id === ID ? RESOLVED : null),
    load: (id) => (id === RESOLVED ? stylesheet(usedComponents(fileURLToPath(new URL("..", import.meta.url)))) : null),
  };
}

/** Names that the app's files import from antd. */
function usedComponents(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const code = files.filter((path) => path.endsWith(".tsx") && !/^(dist|build|generated)\//.test(path));
  const names = code.flatMap((path) => {
    const imports = readFileSync(join(folder, path), "utf8").matchAll(/import \{([^}]*)\} from "antd";/g);
    return [...imports].flatMap(([, list]) => (list ?? "").split(",").map((name) => name.trim()));
  });
  return [...new Set(names)].filter((name) => /^[A-Z]/.test(name) && name !== "ConfigProvider").sort();
}

function stylesheet(names: readonly string[]): string {
  const cache = createCache();
  const whole = { ...theme, zeroRuntime: false };
  const shown = names.map((name) => createElement(Fragment, { key: name }, variantsOf(name)));
  renderToString(
    createElement(StyleProvider, {
      cache,
      children: createElement(antd.ConfigProvider, { theme: whole, children: shown }),
    }),
  );
  return extractStyle(cache, { plain: true });
}

/** A component, and those inside it that bring styles of their own. */
function variantsOf(name: string): ReactNode {
  const component = (antd as unknown as Record<string, ComponentType | undefined>)[name];
  if (component === undefined) throw new Error(`antd has no component ${name}.`);
  const { Input, Radio, Select, Form } = antd;
  switch (name) {
    case "Input":
      return [
        createElement(Input, { key: "plain" }),
        createElement(Input.Password, { key: "password" }),
        createElement(Input.Search, { key: "search" }),
        createElement(Input.TextArea, { key: "area" }),
      ];
    case "Radio":
      return createElement(Radio.Group, { options: ["a"] }, createElement(Radio.Button, { value: "a" }));
    case "Select":
      return createElement(Select, { showSearch: true, options: [] });
    case "Form":
      return createElement(Form, {}, createElement(Form.Item, { label: "a" }, createElement(Input)));
    default:
      return createElement(component);
  }
}
