import { serveTab, type TabPort } from "./tab-service.js";

declare const self: TabPort;

serveTab(self, () => new Date());
