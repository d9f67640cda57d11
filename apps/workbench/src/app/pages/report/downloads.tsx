import { Button, Checkbox, Group, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { download } from "../../shared/download.js";
import { useStudySource } from "../../study/use-study-source.js";
import { useTexts } from "../../texts/language.js";
import { reportTexts } from "./report-texts.js";
import { svgToPng } from "./svg-to-png.js";

const whole = [
  { name: "report.html", type: "text/html" },
  { name: "results.json", type: "application/json" },
  { name: "study.yaml", type: "application/yaml" },
] as const;

/** All that the report is made of, one by one or in one ZIP; the bytes are those that the command line writes. */
export function Downloads(props: {
  files: Readonly<Record<string, string>> | undefined;
  studyText: string;
  registry: string;
}) {
  const { studyText, registry } = props;
  const t = useTexts(reportTexts);
  const source = useStudySource(registry);
  const [withRecords, setWithRecords] = useState(false);
  const [fault, setFault] = useState<string>();
  const isReady = props.files !== undefined;
  const files: Record<string, string> = { ...props.files, "study.yaml": studyText };
  const within = (folder: string) =>
    Object.keys(files)
      .filter((name) => name.startsWith(folder))
      .map((path) => ({ path, name: path.slice(folder.length).replace(/\.\w+$/, "") }));
  const png = async (path: string, name: string) => {
    try {
      setFault(undefined);
      download(`${name}.png`, await svgToPng(files[path]), "image/png");
    } catch {
      setFault(t("pngFailed"));
    }
  };
  const zip = async () => {
    const { strToU8, zipSync } = await import("fflate");
    const packed: Record<string, Uint8Array> = {};
    for (const [path, text] of Object.entries(files)) packed[path] = strToU8(text);
    if (withRecords && source.data) {
      packed["dictionary.yaml"] = strToU8(source.data.dictionaryText);
      for (const { file, bytes } of Object.values(source.data.files)) packed[file] = bytes;
    }
    // The same report gives the same bytes, whenever it is packed.
    download("report.zip", zipSync(packed, { mtime: "1980-01-01T12:00:00", level: 6 }), "application/zip");
  };
  return (
    <Stack gap={8} component="section" aria-label={t("downloads")}>
      <Title order={2} size="h5">
        {t("downloads")}
      </Title>
      <Button disabled={!isReady} onClick={() => void zip()}>
        {t("everything")}
      </Button>
      <Checkbox
        size="xs"
        label={t("withRecords")}
        description={withRecords ? t("withRecordsSays") : undefined}
        checked={withRecords}
        onChange={(event) => setWithRecords(event.currentTarget.checked)}
      />
      <Group gap={4}>
        {whole.map(({ name, type }) => (
          <Button
            key={name}
            variant="default"
            size="compact-xs"
            disabled={name !== "study.yaml" && !isReady}
            onClick={() => download(name, files[name], type)}
          >
            {name}
          </Button>
        ))}
      </Group>
      {within("figures/").length > 0 ? (
        <Files title={t("figures")}>
          {within("figures/").map(({ path, name }) => (
            <Group key={path} gap={4} wrap="nowrap" justify="space-between">
              <Text size="xs" truncate title={name}>
                {name}
              </Text>
              <Group gap={2} wrap="nowrap">
                <Small
                  label={t("asSvg", { name })}
                  onClick={() => download(`${name}.svg`, files[path], "image/svg+xml")}
                >
                  SVG
                </Small>
                <Small label={t("asPng", { name })} onClick={() => void png(path, name)}>
                  PNG
                </Small>
              </Group>
            </Group>
          ))}
        </Files>
      ) : null}
      {within("tables/").length > 0 ? (
        <Files title={t("tables")}>
          {within("tables/").map(({ path, name }) => (
            <Group key={path} gap={4} wrap="nowrap" justify="space-between">
              <Text size="xs" truncate title={name}>
                {name}
              </Text>
              <Small label={t("asCsv", { name })} onClick={() => download(`${name}.csv`, files[path], "text/csv")}>
                CSV
              </Small>
            </Group>
          ))}
        </Files>
      ) : null}
      {fault ? (
        <Text c="var(--r2)" size="xs" role="alert">
          {fault}
        </Text>
      ) : null}
    </Stack>
  );
}

function Files({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Stack gap={0}>
      <Text c="dimmed" size="xs">
        {title}
      </Text>
      {children}
    </Stack>
  );
}

function Small({ label, onClick, children }: { label: string; onClick: () => void; children: string }) {
  return (
    <Button variant="subtle" size="compact-xs" aria-label={label} onClick={onClick}>
      {children}
    </Button>
  );
}
