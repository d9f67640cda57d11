import { parseMapping, RegistryError } from "@seriatim/registry";
import { z } from "zod";
import { opened } from "./opened.js";
import type { Session } from "./session.js";

export const mappingFaultInput = z.strictObject({ text: z.string().max(1_000_000) });

export interface MappingFault {
  sentence: string;
  /** 1-based; null where the fault has no place. */
  line: number | null;
}

/** The first fault of a mapping's text; null where it has none. */
export function mappingFault(
  session: Session,
  { text }: z.output<typeof mappingFaultInput>,
): Promise<{ fault: MappingFault | null }> {
  const { dictionary } = opened(session);
  try {
    parseMapping(text, "mapping", dictionary);
    return Promise.resolve({ fault: null });
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    const place = /^mapping, line (\d+), column \d+: /.exec(error.message);
    return Promise.resolve({
      fault: {
        sentence: place ? error.message.slice(place[0].length) : error.message,
        line: place ? Number(place[1]) : null,
      },
    });
  }
}
