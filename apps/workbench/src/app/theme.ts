import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** The one accent colour: the report's blue. */
const accent: MantineColorsTuple = [
  "#e9f3fb",
  "#d3e5f4",
  "#a5cae9",
  "#74aede",
  "#5aa9e6",
  "#2f7fbf",
  "#1a6cae",
  "#005a9c",
  "#004b83",
  "#003b68",
];

/** Inks and papers of the dark, from light to dark: the report's. */
const dark: MantineColorsTuple = [
  "#e6e9ec",
  "#c3cad1",
  "#a3adb7",
  "#848f9a",
  "#3a424a",
  "#2c333a",
  "#1d2226",
  "#15181b",
  "#101316",
  "#0b0e10",
];

export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: { light: 7, dark: 6 },
  colors: { accent, dark },
  fontFamily: '"Source Sans 3", system-ui, sans-serif',
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, monospace",
  headings: { fontFamily: '"Source Sans 3", system-ui, sans-serif', fontWeight: "600" },
  fontSizes: { xs: "0.8125rem", sm: "0.9375rem", md: "1rem", lg: "1.125rem", xl: "1.375rem" },
  defaultRadius: "sm",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    // Scroll locks write styles into the page, which its policy does not allow.
    Modal: { defaultProps: { lockScroll: false, centered: true } },
    Drawer: { defaultProps: { lockScroll: false } },
    Text: { defaultProps: { size: "sm" } },
    TextInput: { defaultProps: { size: "xs" } },
    NativeSelect: { defaultProps: { size: "xs" } },
    Button: { defaultProps: { size: "xs" } },
  },
});
