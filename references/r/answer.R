# Asks R for the answers to cases: Rscript references/r/answer.R FOLDER ID...
# One line of JSON a case: {"id", "answer", "packages"} or {"id", "error"}. npm run references reads them.
#
# <method>.R beside this file holds one expression, function(case, data): `case` is the case's JSON, `data` the rows of its table that
# have a value in every column that the case uses, with `.row`, the 0-based position in the table. common.R is in its sight.

arguments <- commandArgs(trailingOnly = TRUE)
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1]))
folder <- arguments[1]
common <- new.env(parent = globalenv())
sys.source(file.path(here, "common.R"), common)

# Full precision: 17 digits read back to the same double. NA and NaN are null; one number alone is no array but within I().
toJson <- function(x) {
  if (is.null(x)) return("null")
  if (is.factor(x)) x <- as.character(x)
  if (length(dim(x)) == 2) return(array_of(apply(x, 1, function(row) toJson(I(row)), simplify = FALSE)))
  if (length(dim(x)) == 3)
    return(array_of(lapply(seq_len(dim(x)[1]), function(i) toJson(array(x[i, , ], dim(x)[2:3])))))
  if (is.list(x) && is.null(names(x))) return(array_of(lapply(x, toJson)))
  if (is.list(x)) return(paste0("{", paste0(words(names(x)), ":", vapply(x, toJson, ""), collapse = ","), "}"))
  parts <- if (is.character(x)) ifelse(is.na(x), "null", words(x)) else
    if (is.logical(x)) ifelse(is.na(x), "null", ifelse(x, "true", "false")) else
    ifelse(is.na(x), "null", ifelse(is.infinite(x), ifelse(x > 0, '"Inf"', '"-Inf"'), formatC(as.numeric(x), digits = 17, width = 1, format = "g")))
  if (length(parts) == 1 && !inherits(x, "AsIs")) parts else array_of(parts)
}
array_of <- function(parts) paste0("[", paste0(unlist(parts), collapse = ","), "]")
words <- function(x) vapply(x, function(word) as.character(jsonlite::toJSON(word, auto_unbox = TRUE)), "", USE.NAMES = FALSE)

columns_used <- function(case) {
  parts <- case$input[setdiff(names(case$input), c("censorCode", "eventCode", "states"))]
  of <- function(part) if (is.character(part)) part else if (is.list(part))
    if (is.null(part$name)) unlist(lapply(part, of)) else unlist(part$name)
  unique(c(unlist(lapply(parts, of)), unlist(case$options$collapse), unlist(case$options$spline$name)))
}

answer <- function(id) {
  case <- jsonlite::fromJSON(file.path(folder, "cases", paste0(id, ".json")), simplifyVector = FALSE)
  if (is.null(case$id)) case$id <- id
  data <- read.csv(file.path(folder, "data", case$data), na.strings = c("", "NA"), check.names = FALSE, stringsAsFactors = FALSE)
  data$.row <- seq_len(nrow(data)) - 1
  used <- intersect(columns_used(case), names(data))
  data <- data[stats::complete.cases(data[used]), , drop = FALSE]
  script <- file.path(here, paste0(case$method, ".R"))
  if (!file.exists(script)) stop("there is no references/r/", case$method, ".R")
  method <- eval(parse(script, keep.source = FALSE), new.env(parent = common))
  value <- method(case, data)
  packages <- setdiff(names(utils::sessionInfo()$otherPkgs), "stats")
  versions <- lapply(setNames(packages, packages), function(name) as.character(packageVersion(name)))
  paste0('{"id":', words(id), ',"answer":', toJson(value), ',"packages":', if (length(versions)) toJson(versions) else "{}", "}")
}

for (id in arguments[-1]) {
  # A method's packages must not hide another's: each is attached for its own case only.
  attached <- search()
  line <- tryCatch(suppressMessages(suppressWarnings(answer(id))), error = function(e) paste0('{"id":', words(id), ',"error":', words(conditionMessage(e)), "}"))
  for (name in setdiff(search(), attached)) detach(name, character.only = TRUE)
  cat(line, "\n", sep = "")
}
