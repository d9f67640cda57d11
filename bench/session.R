# Reads one expression a line, evaluates it, and answers with the seconds that it took or with what went wrong.
suppressMessages(library(survival))
lines <- file("stdin", "r")
while (length(line <- readLines(lines, 1)) > 0) {
  answer <- tryCatch({
    gc(FALSE)
    seconds <- system.time(eval(parse(text = line), globalenv()), gcFirst = FALSE)[["elapsed"]]
    format(seconds, digits = 6)
  }, error = function(e) paste("error:", gsub("\n", " ", conditionMessage(e))))
  cat(answer, "\n", sep = "")
  flush(stdout())
}
