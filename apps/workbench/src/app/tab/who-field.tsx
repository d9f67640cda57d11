import { TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { setWhoAsks, whoAsks } from "../../client/over-worker.js";
import { useTexts } from "../texts/language.js";
import { tabTexts } from "./tab-texts.js";

/** Asks who works here, before the first registry is made: its first user. */
export default function WhoField() {
  const t = useTexts(tabTexts);
  const client = useQueryClient();
  const [name, setName] = useState(whoAsks);
  const isName = /^[a-z][a-z0-9._-]{0,30}$/.test(name);
  return (
    <TextInput
      label={t("who")}
      description={t("whoSays")}
      error={isName ? undefined : t("whoWrong")}
      value={name}
      maw="26rem"
      autoComplete="off"
      spellCheck={false}
      onChange={({ currentTarget: { value } }) => {
        const typed = value.toLowerCase();
        setName(typed);
        if (/^[a-z][a-z0-9._-]{0,30}$/.test(typed)) setWhoAsks(typed);
      }}
      onBlur={() => void client.invalidateQueries({ queryKey: ["registryInfo"] })}
    />
  );
}
