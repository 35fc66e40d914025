import { useEffect, useRef } from "react";

type Shortcuts = {
  /** 0 for the key 1 */
  choose: (place: number) => void;
  save: () => void;
  skip: () => void;
};

const DIGITS = /^[1-6]$/;
/** Where keys are text. */
const TYPING = "textarea, select, [contenteditable=true], [role=dialog], .ant-picker-dropdown, input:not([type=radio]):not([type=checkbox])";

/** The keys of working through a list: digits choose what was done, ctrl and enter save and go on, N skips. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.isComposing || event.altKey) return;
      const isModified = event.ctrlKey || event.metaKey;
      const target = event.target as HTMLElement;
      if (isModified && event.key === "Enter" && !target.closest("[role=dialog]")) latest.current.save();
      else if (isModified || target.closest(TYPING)) return;
      else if (DIGITS.test(event.key)) latest.current.choose(Number(event.key) - 1);
      else if (event.key.toLowerCase() === "n") latest.current.skip();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
