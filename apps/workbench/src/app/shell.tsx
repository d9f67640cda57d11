import { AppShell, Badge, Burger, Group, NavLink, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link, Outlet, useMatchRoute } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useOperation } from "../client/use-operation.js";
import { Icon } from "./icon.js";
import { navigation } from "./navigation.js";
import { Settings } from "./settings.js";
import classes from "./shell.module.css";
import { useTexts } from "./texts/language.js";
import { shellTexts } from "./texts/shell-texts.js";

const TabNotice = import.meta.env.MODE === "tab" ? lazy(() => import("./tab/tab-notice.js")) : null;

/** What stands around every page. */
export function Shell() {
  const t = useTexts(shellTexts);
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const matchRoute = useMatchRoute();
  const info = useOperation("registryInfo", {});
  const registry = info.data?.registry;
  const isAt = (to: string) =>
    matchRoute({ to, fuzzy: to !== "/" }) !== false ||
    (to === "/records" && matchRoute({ to: "/patients/$patient", fuzzy: true }) !== false);
  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: it is a way within the page, but what follows the # is a page's address in a tab alone */}
      <a
        className="skip not-printed"
        href="#page"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById("page")?.focus();
        }}
      >
        {t("skip")}
      </a>
      <AppShell
        header={{ height: 48 }}
        navbar={{ width: 184, breakpoint: "sm", collapsed: { mobile: !isOpen } }}
        padding="lg"
      >
        <AppShell.Header className={`${classes.header} not-printed`}>
          <Group h="100%" px="sm" justify="space-between" wrap="nowrap" gap="sm">
            <Group gap="sm" wrap="nowrap" miw={0}>
              <Burger
                opened={isOpen}
                onClick={toggle}
                hiddenFrom="sm"
                size="sm"
                aria-label={t("opensNavigation")}
                aria-expanded={isOpen}
              />
              <Link to="/" className={classes.mark} aria-label="Seriatim">
                <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width={22} height={22} />
                <span className={classes.name}>Seriatim</span>
              </Link>
              <Text truncate c="dimmed" className={classes.registry}>
                {registry ? registry.title : info.isSuccess ? t("noRegistry") : ""}
              </Text>
            </Group>
            <Settings who={info.data?.who} />
          </Group>
        </AppShell.Header>
        <AppShell.Navbar p="xs" className={`${classes.navbar} not-printed`} aria-label={t("pages")}>
          {navigation.map(({ to, text, icon }) => (
            <NavLink
              key={to}
              renderRoot={(props) => <Link to={to} {...props} />}
              label={t(text)}
              leftSection={<Icon name={icon} />}
              active={isAt(to)}
              aria-current={isAt(to) ? "page" : undefined}
              onClick={close}
              py={6}
              rightSection={
                to === "/findings" && registry && registry.openFindings > 0 ? (
                  <Badge size="sm" variant="light" circle={registry.openFindings < 10}>
                    {registry.openFindings}
                  </Badge>
                ) : null
              }
            />
          ))}
        </AppShell.Navbar>
        <AppShell.Main id="page" tabIndex={-1} className={classes.main}>
          {TabNotice ? (
            <Suspense>
              <TabNotice />
            </Suspense>
          ) : null}
          <Outlet />
        </AppShell.Main>
      </AppShell>
    </>
  );
}
