import { StrictMode, useSyncExternalStore } from "react";
import { createRoot } from "react-dom/client";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import "antd/dist/reset.css";
import "../ui/ui.css";
import "./shell/shell.css";
import { currentLocale, onLocale } from "../ui/i18n.ts";
import { Look } from "../ui/look.tsx";
import { createQueryClient } from "../ui/use-api.ts";
import { router } from "./routes.tsx";

const client = createQueryClient();

/** Texts are read while rendering, so a change of language renders everything anew. */
function Console() {
  const locale = useSyncExternalStore(onLocale, currentLocale);
  return (
    <Look key={locale} locale={locale}>
      <RouterProvider router={router} />
    </Look>
  );
}

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Console />
    </QueryClientProvider>
  </StrictMode>,
);
