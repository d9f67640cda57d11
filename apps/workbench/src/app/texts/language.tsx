import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { type Language, languages, type Texts, type Translate, translate } from "./texts.js";

interface LanguageChoice {
  language: Language;
  choose: (language: Language) => void;
}

const LanguageContext = createContext<LanguageChoice>({ language: "en", choose: () => {} });

const storageName = "seriatim-language";

/** The language that was chosen last, else the browser's where we have it, else English. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, choose] = useState(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(storageName, language);
  }, [language]);
  const choice = useMemo(() => ({ language, choose }), [language]);
  return <LanguageContext.Provider value={choice}>{children}</LanguageContext.Provider>;
}

export function useLanguage(): LanguageChoice {
  return useContext(LanguageContext);
}

/** `const t = useTexts(recordsTexts); t("rows", { n: 3 })` */
export function useTexts<T extends Texts>(texts: T): Translate<T> {
  const { language } = useLanguage();
  return useMemo(() => translate(texts, language), [texts, language]);
}

function firstLanguage(): Language {
  const wanted = [localStorage.getItem(storageName), ...navigator.languages.map((one) => one.slice(0, 2))];
  return (wanted.find((one) => languages.includes(one as Language)) as Language | undefined) ?? "en";
}
