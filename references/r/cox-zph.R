# cox.zph() of survival: the terms of a factor tested together.
function(case, data) {
  library(survival)
  covariates <- case$input$covariates
  parts <- lapply(covariates, function(covariate) design_of(list(input = list(covariates = if (identical(covariate$type, "interaction")) covariates else list(covariate))), data))
  names <- vapply(covariates, function(covariate) paste(unlist(covariate$name), collapse = ":"), "")
  frame <- setNames(parts, paste0("x", seq_along(parts)))
  frame$y <- surv_of(case, data)
  frame$s <- strata_of(case, data)$codes
  formula <- as.formula(paste("y ~", paste(c(paste0("x", seq_along(parts)), if (!is.null(frame$s)) "strata(s)"), collapse = " + ")), env = list2env(frame))
  call <- list(formula, ties = case$options$ties %or% "efron", control = coxph.control(eps = 1e-12, iter.max = 100))
  if (!is.null(case$input$weights)) call$weights <- weights_of(case, data)
  if (!is.null(case$input$cluster)) call$cluster <- data[[case$input$cluster]]
  table <- cox.zph(do.call(coxph, call), transform = case$options$transform %or% "km", terms = TRUE)$table
  row <- function(k) list(chisq = unname(table[k, "chisq"]), df = unname(table[k, "df"]), p = unname(table[k, "p"]))
  list(terms = lapply(seq_along(names), function(k) c(list(term = names[k]), row(k))), global = row(nrow(table)))
}
