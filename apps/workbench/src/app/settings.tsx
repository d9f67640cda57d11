import {
  ActionIcon,
  Group,
  type MantineColorScheme,
  Menu,
  SegmentedControl,
  useMantineColorScheme,
} from "@mantine/core";
import { Icon } from "./icon.js";
import { useLanguage, useTexts } from "./texts/language.js";
import { shellTexts } from "./texts/shell-texts.js";
import { languages } from "./texts/texts.js";

/** Language and colours, at the right of the header. */
export function Settings({ who }: { who: string | undefined }) {
  const t = useTexts(shellTexts);
  const { language, choose } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes: readonly MantineColorScheme[] = ["light", "dark", "auto"];
  return (
    <Group gap="xs" wrap="nowrap">
      <SegmentedControl
        size="xs"
        aria-label={t("language")}
        value={language}
        onChange={(value) => choose(value)}
        data={languages.map((value) => ({ value, label: value.toUpperCase() }))}
      />
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label={t("colours")}>
            <Icon name="sun" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t("colours")}</Menu.Label>
          {schemes.map((scheme) => (
            <Menu.Item key={scheme} onClick={() => setColorScheme(scheme)} fw={scheme === colorScheme ? 600 : 400}>
              {t(scheme)}
            </Menu.Item>
          ))}
          {who === undefined ? null : (
            <>
              <Menu.Divider />
              <Menu.Label>{t("who", { who })}</Menu.Label>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
