import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from "@tanstack/react-router";
import { cohortSearch } from "./pages/cohort/cohort-search.js";
import { factorsSearch } from "./pages/factors/factors-search.js";
import { findingsSearch } from "./pages/findings/findings-search.js";
import { followUpSearch } from "./pages/follow-up/follow-up-search.js";
import { historySearch } from "./pages/history/history-search.js";
import { importSearch } from "./pages/import/import-search.js";
import { patientSearch } from "./pages/patient/patient-search.js";
import { recordsSearch } from "./pages/records/records-search.js";
import { reportSearch } from "./pages/report/report-search.js";
import { survivalSearch } from "./pages/survival/survival-search.js";
import { BrokenPage, NotFoundPage } from "./shared/broken-page.js";
import { LoadingState } from "./shared/states.js";
import { Shell } from "./shell.js";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });
const under = { getParentRoute: () => root };

/** One route a page, loaded when it is gone to. What a page shows of its many views stands in its `search`. */
const routes = [
  createRoute({
    ...under,
    path: "/",
    component: lazyRouteComponent(() => import("./pages/start/start-page.js"), "StartPage"),
  }),
  createRoute({
    ...under,
    path: "/records",
    validateSearch: recordsSearch,
    component: lazyRouteComponent(() => import("./pages/records/records-page.js"), "RecordsPage"),
  }),
  createRoute({
    ...under,
    path: "/patients/$patient",
    validateSearch: patientSearch,
    component: lazyRouteComponent(() => import("./pages/patient/patient-page.js"), "PatientPage"),
  }),
  createRoute({
    ...under,
    path: "/import",
    validateSearch: importSearch,
    component: lazyRouteComponent(() => import("./pages/import/import-page.js"), "ImportPage"),
  }),
  createRoute({
    ...under,
    path: "/findings",
    validateSearch: findingsSearch,
    component: lazyRouteComponent(() => import("./pages/findings/findings-page.js"), "FindingsPage"),
  }),
  createRoute({
    ...under,
    path: "/cohort",
    validateSearch: cohortSearch,
    component: lazyRouteComponent(() => import("./pages/cohort/cohort-page.js"), "CohortPage"),
  }),
  createRoute({
    ...under,
    path: "/survival",
    validateSearch: survivalSearch,
    component: lazyRouteComponent(() => import("./pages/survival/survival-page.js"), "SurvivalPage"),
  }),
  createRoute({
    ...under,
    path: "/factors",
    validateSearch: factorsSearch,
    component: lazyRouteComponent(() => import("./pages/factors/factors-page.js"), "FactorsPage"),
  }),
  createRoute({
    ...under,
    path: "/report",
    validateSearch: reportSearch,
    component: lazyRouteComponent(() => import("./pages/report/report-page.js"), "ReportPage"),
  }),
  createRoute({
    ...under,
    path: "/follow-up",
    validateSearch: followUpSearch,
    component: lazyRouteComponent(() => import("./pages/follow-up/follow-up-page.js"), "FollowUpPage"),
  }),
  createRoute({
    ...under,
    path: "/history",
    validateSearch: historySearch,
    component: lazyRouteComponent(() => import("./pages/history/history-page.js"), "HistoryPage"),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren(routes),
  // Where there is no server of ours, an address of a page would be a file that is not there.
  ...(import.meta.env.MODE === "tab" ? { history: createHashHistory() } : {}),
  defaultPreload: "intent",
  defaultPendingComponent: LoadingState,
  defaultErrorComponent: BrokenPage,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
