import { homedir } from "node:os";
import { join } from "node:path";

/** Where this system keeps what a program keeps for its user. */
export function userFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string {
  if (platform === "win32") return join(environment.LOCALAPPDATA ?? join(homedir(), "AppData", "Local"), "Seriatim");
  if (platform === "darwin") return join(homedir(), "Library", "Application Support", "Seriatim");
  return join(environment.XDG_DATA_HOME || join(homedir(), ".local", "share"), "seriatim");
}
