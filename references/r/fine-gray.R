# crr() of cmprsk, or finegray() and coxph() of survival with those weights.
function(case, data) {
  library(survival)
  library(cmprsk)
  options <- case$options
  x <- design_of(case, data)
  causes <- causes_of(case, data)
  cause <- if (is.null(options$cause)) 1 else match(as.character(options$cause), causes$labels)
  time <- data[[case$input$time]]
  half <- qnorm(1 - (1 - (options$confLevel %or% 0.95)) / 2)
  if (identical(options$estimator, "weighted-cox")) {
    frame <- data.frame(time = time, cause = factor(causes$codes, 0:length(causes$labels), c("censored", causes$labels)), row = seq_len(nrow(data)))
    if (!is.null(case$input$censorGroup)) frame$g <- factor(data[[case$input$censorGroup]])
    formula <- if (is.null(frame$g)) Surv(time, cause) ~ . else Surv(time, cause) ~ row + strata(g)
    expanded <- finegray(formula, frame, etype = causes$labels[cause])
    z <- x[expanded$row, , drop = FALSE]
    fit <- coxph(Surv(fgstart, fgstop, fgstatus) ~ z, expanded, weights = fgwt, cluster = row, ties = options$ties %or% "efron", control = coxph.control(eps = 1e-12, iter.max = 100))
    coef <- unname(fit$coefficients)
    naive <- unname(fit$naive.var)
    var <- unname(fit$var)
    logLik <- fit$loglik
    incidence <- NULL
  } else {
    call <- list(time, causes$codes, x, failcode = cause, cencode = 0, gtol = 1e-10, maxiter = 100)
    if (!is.null(case$input$censorGroup)) call$cengroup <- as.integer(factor(data[[case$input$censorGroup]]))
    fit <- do.call(crr, call)
    coef <- unname(fit$coef)
    naive <- unname(fit$invinf)
    var <- unname(fit$var)
    logLik <- c(fit$loglik.null, fit$loglik)
  }
  se <- sqrt(diag(var))
  answer <- list(n = nrow(data), events = sum(causes$codes == cause), terms = I(colnames(x)), coef = I(coef), se = I(se), z = I(coef / se), p = I(2 * pnorm(-abs(coef / se))),
    hazardRatio = I(exp(coef)), lower = I(exp(coef - half * se)), upper = I(exp(coef + half * se)), vcov = var)
  if (identical(options$estimator, "weighted-cox")) answer$naiveVcov <- naive
  answer$logLik <- list(null = logLik[1], fitted = logLik[2])
  if (identical(options$estimator, "weighted-cox")) return(answer)
  answer$likelihoodRatio <- chi_squared(2 * diff(logLik), ncol(x))
  if (!is.null(options$newdata)) {
    new <- design_of(case, new_rows(data, options$newdata))
    curves <- predict(fit, new)
    times <- unlist(options$atTimes)
    at <- vapply(times, function(t) max(0, which(curves[, 1] <= t)), 0)
    answer$predict <- list(time = I(times), cumulativeIncidence = t(rbind(0, curves[, -1, drop = FALSE])[at + 1, , drop = FALSE]))
    answer$predict$cumulativeIncidence <- unname(answer$predict$cumulativeIncidence)
  }
  answer
}
