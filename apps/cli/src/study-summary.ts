export const studySummary = () => "";
