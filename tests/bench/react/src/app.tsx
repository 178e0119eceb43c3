import { FluentProvider, Toaster, webDarkTheme, webLightTheme } from "@fluentui/react-components";
import { useSyncExternalStore } from "react";
import { BrowserRouter, Navigate, Route, Routes } from "react-router";
import { ConnectionPage } from "./connection-page";
import { ListPage } from "./list-page";
import { SessionProvider } from "./session";
import { Shell } from "./shell";
import { SignInPage } from "./sign-in-page";
import { TOASTER } from "./toasts";

const dark = matchMedia("(prefers-color-scheme: dark)");

function subscribe(changed: () => void) {
  dark.addEventListener("change", changed);
  return () => dark.removeEventListener("change", changed);
}

export function App() {
  const isDark = useSyncExternalStore(subscribe, () => dark.matches);
  return (
    <FluentProvider theme={isDark ? webDarkTheme : webLightTheme}>
      <BrowserRouter>
        <SessionProvider>
          <Routes>
            <Route element={<Shell />}>
              <Route index element={<ListPage />} />
              <Route path="connections" element={<ListPage />} />
              <Route path="connections/:id" element={<ConnectionPage />} />
            </Route>
            <Route path="sign-in" element={<SignInPage />} />
            <Route path="*" element={<Navigate to="/" replace />} />
          </Routes>
        </SessionProvider>
      </BrowserRouter>
      <Toaster toasterId={TOASTER} position="bottom-end" />
    </FluentProvider>
  );
}
