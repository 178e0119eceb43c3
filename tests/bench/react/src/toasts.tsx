import { Toast, ToastBody, type ToastIntent, ToastTitle, useToastController } from "@fluentui/react-components";
import { useCallback } from "react";

export const TOASTER = "toaster";

export function useToast() {
  const { dispatchToast } = useToastController(TOASTER);
  return useCallback(
    (intent: ToastIntent, title: string, body?: string) =>
      dispatchToast(
        <Toast>
          <ToastTitle>{title}</ToastTitle>
          {body && <ToastBody>{body}</ToastBody>}
        </Toast>,
        { intent },
      ),
    [dispatchToast],
  );
}
