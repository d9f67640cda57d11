# residuals() of survival's coxph(), for the rows that the case lists.
function(case, data) {
  library(survival)
  options <- case$options
  x <- design_of(case, data)
  fit <- cox_fit(case, data, x)
  types <- unlist(options$types) %or% c("martingale", "deviance", "score", "schoenfeld", "scaledsch", "dfbeta", "dfbetas")
  collapse <- if (is.null(options$collapse)) NULL else data[[options$collapse]]
  weighted <- c("dfbeta", "dfbetas")
  residual <- function(type) {
    all <- residuals(fit, type = type, weighted = type %in% weighted)
    if (!is.null(collapse)) all <- if (is.matrix(all)) rowsum(all, collapse) else drop(rowsum(all, collapse))
    if (type == "deviance" && !is.null(collapse)) return(residuals(fit, type = type, collapse = collapse))
    all
  }
  names <- if (is.null(collapse)) data$.row else sort(unique(collapse))
  rows <- if (is.null(case$expected$rows)) seq_along(names) else match(unlist(case$expected$rows), names)
  answer <- list(terms = I(colnames(x)), coef = I(unname(fit$coefficients)), rows = I(names[rows]))
  for (type in intersect(types, c("martingale", "deviance"))) answer[[type]] <- I(unname(residual(type))[rows])
  for (type in intersect(types, c("score", "dfbeta", "dfbetas"))) answer[[type]] <- unname(as.matrix(residual(type)))[rows, , drop = FALSE]
  if (!any(c("schoenfeld", "scaledsch") %in% types)) return(answer)
  y <- as.matrix(surv_of(case, data))
  stratum <- as.integer(strata_of(case, data)$codes %or% rep(1, nrow(data)))
  events <- which(y[, ncol(y)] == 1)
  events <- events[order(stratum[events], y[events, ncol(y) - 1])]
  chosen <- if (is.null(case$expected$schoenfeldRows)) seq_along(events) else match(unlist(case$expected$schoenfeldRows), data$.row[events])
  answer$schoenfeldRows <- I(data$.row[events][chosen])
  answer$schoenfeldTimes <- I(unname(y[events, ncol(y) - 1][chosen]))
  if ("schoenfeld" %in% types) answer$schoenfeld <- unname(as.matrix(residuals(fit, type = "schoenfeld")))[chosen, , drop = FALSE]
  if ("scaledsch" %in% types) answer$scaledSchoenfeld <- unname(as.matrix(residuals(fit, type = "scaledsch")))[chosen, , drop = FALSE]
  answer
}
