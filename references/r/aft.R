# survreg() of survival, iterated until nothing moves.
function(case, data) {
  library(survival)
  input <- case$input
  options <- case$options
  x <- if (length(input$covariates) > 0) design_of(case, data) else NULL
  strata <- strata_of(case, data)
  frame <- list(y = interval_of(case, data), x = x, s = strata$codes)
  if (!is.null(input$offset)) frame$o <- data[[input$offset]]
  formula <- as.formula(paste("y ~", paste(c(if (is.null(x)) "1" else "x", if (!is.null(strata)) "strata(s)", if (!is.null(input$offset)) "offset(o)"), collapse = " + ")), env = list2env(frame))
  call <- list(formula, dist = options$distribution %or% "weibull", control = survreg.control(rel.tolerance = 1e-13, maxiter = 500))
  if (!is.null(options$scale)) call$scale <- options$scale
  if (!is.null(options$parms)) call$parms <- options$parms
  if (!is.null(input$weights)) call$weights <- data[[input$weights]]
  if (!is.null(input$cluster)) { call$cluster <- data[[input$cluster]]; call$robust <- TRUE }
  else if (isTRUE(options$robust)) call$robust <- TRUE
  fit <- do.call(survreg, call)
  coef <- unname(fit$coefficients)
  se <- sqrt(diag(fit$var))[seq_along(coef)]
  labels <- if (is.null(strata)) NULL else vapply(seq_len(nlevels(strata$codes)), function(g) strata$labels[which(as.integer(strata$codes) == g)[1]], "")
  terms <- c("(Intercept)", colnames(x))
  scales <- ncol(fit$var) - length(coef)
  answer <- list(n = length(fit$linear.predictors), terms = I(terms), coef = I(coef), se = I(se), z = I(coef / se), p = I(2 * pnorm(-abs(coef / se))),
    scale = if (length(fit$scale) > 1) setNames(as.list(unname(fit$scale)), labels) else unname(fit$scale),
    vcovTerms = I(c(terms, if (scales > 1) paste0("log(scale)[", labels, "]") else if (scales == 1) "log(scale)")), vcov = unname(fit$var),
    logLik = list(interceptOnly = fit$loglik[1], fitted = fit$loglik[2]))
  if (!is.null(x)) answer$likelihoodRatio <- chi_squared(2 * diff(fit$loglik), ncol(x))
  if (!is.null(fit$naive.var)) answer$naiveVcov <- unname(fit$naive.var)
  if (!is.null(options$quantiles) && !is.null(options$newdata)) {
    p <- unlist(options$quantiles)
    new <- new_rows(data, options$newdata)
    new <- if (is.null(x)) matrix(1, nrow(new), 1) else cbind(1, design_of(case, new))
    # predict(type = "quantile", se.fit = TRUE) by its formula: x'b + scale q, and exp() of it on the scale of time.
    q <- qsurvreg(p, mean = 0, scale = 1, distribution = switch(fit$dist, weibull = , exponential = , rayleigh = "extreme", lognormal = , loggaussian = "gaussian", loglogistic = "logistic", fit$dist),
      parms = options$parms %or% NULL)
    linear <- outer(drop(new %*% coef), q * fit$scale[1], "+")
    error <- linear
    for (k in seq_along(p)) {
      gradient <- cbind(new, if (scales == 1) fit$scale[1] * q[k])
      error[, k] <- sqrt(rowSums((gradient %*% fit$var) * gradient))
    }
    logs <- !(fit$dist %in% c("gaussian", "logistic", "extreme", "t"))
    answer$quantiles <- list(p = I(p), estimate = if (logs) exp(linear) else linear, stdErr = if (logs) exp(linear) * error else error)
  }
  answer
}
