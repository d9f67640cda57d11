import { useEffect, useState } from "react";

/**
 * What is typed into a form and not saved yet. It outlives a reload of this tab, so that nothing typed is lost with the server.
 *
 * @param name of this form among all
 */
export function useDraft(name: string) {
  const storageName = `seriatim-draft ${name}`;
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>(() => stored(storageName));
  useEffect(() => {
    try {
      if (Object.keys(typed).length === 0) sessionStorage.removeItem(storageName);
      else sessionStorage.setItem(storageName, JSON.stringify(typed));
    } catch {
      // The browser keeps nothing: what is typed is still on the page.
    }
  }, [typed, storageName]);
  return { typed, setTyped };
}

function stored(name: string): Record<string, string> {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "{}") as Record<string, string>;
  } catch {
    return {};
  }
}
