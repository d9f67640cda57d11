import { useQuery } from "@tanstack/react-query";
import { call } from "../../client/call.js";
import type { ServiceError } from "../../client/service-error.js";
import type { StudySource } from "../../service/study-source.js";
import type { StatisticsSource } from "../../statistics/messages.js";
import { reportFonts } from "./report-fonts.js";

export interface StudyOrigin extends StatisticsSource {
  /** The study that the registry came with. */
  studyText?: string;
}

/** The records for the statistics; read again after every change of the registry, not with each look at the page. */
export function useStudySource(registry: string) {
  return useQuery<StudyOrigin, ServiceError>({
    queryKey: ["studySource", registry],
    queryFn: async () => {
      const [source, fonts] = await Promise.all([call("studySource", {}), reportFonts()]);
      return { ...originOf(source), fonts };
    },
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    structuralSharing: false,
  });
}

function originOf({ parts, bytes, version }: StudySource): StudyOrigin {
  const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
  const files: Record<string, { file: string; bytes: Uint8Array }> = {};
  const texts: { dictionary?: string; study?: string } = {};
  let place = 0;
  for (const { kind, name, length } of parts) {
    const part = bytes.slice(place, place + length);
    if (kind === "records") files[name] = { file: `${name}.csv`, bytes: part };
    else texts[kind] = utf8.decode(part);
    place += length;
  }
  return {
    dictionaryText: texts.dictionary ?? "",
    files,
    version,
    ...(texts.study === undefined ? {} : { studyText: texts.study }),
  };
}
