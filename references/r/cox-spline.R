# coxph() of a natural spline by splines::ns(), or Harrell's by rms::rcspline.eval().
function(case, data) {
  library(survival)
  spline <- case$options$spline
  knots <- unlist(spline$knots)
  basis <- function(value) if (spline$basis == "ns") unclass(splines::ns(value, knots = knots, Boundary.knots = unlist(spline$boundaryKnots))) else
    Hmisc::rcspline.eval(value, knots = knots, inclx = TRUE, norm = 2)
  s <- matrix(basis(data[[spline$name]]), nrow(data))
  z <- design_of(case, data)
  x <- cbind(s, z)
  fit <- cox_fit(case, data, x)
  own <- seq_len(ncol(s))
  wald <- function(columns) {
    b <- fit$coefficients[columns]
    drop(b %*% solve(fit$var[columns, columns, drop = FALSE], b))
  }
  at <- unlist(case$options$at)
  ref <- case$options$ref
  apart <- matrix(basis(c(at, ref)), length(at) + 1)
  apart <- apart[-nrow(apart), , drop = FALSE] - rep(apart[nrow(apart), ], each = length(at))
  answer <- list(n = fit$n, events = fit$nevent, logLik = list(null = fit$loglik[1], fitted = fit$loglik[2]),
    likelihoodRatio = chi_squared(2 * diff(fit$loglik), ncol(x)),
    contrasts = list(at = I(at), ref = ref, logHazardRatio = I(drop(apart %*% fit$coefficients[own])),
      se = I(sqrt(rowSums((apart %*% fit$var[own, own]) * apart)))),
    splineWald = chi_squared(wald(own), length(own)))
  others <- colnames(z)
  if (spline$basis == "rcs") {
    terms <- c(paste0(spline$name, vapply(own - 1, function(k) strrep("'", k), "")), others)
    answer <- c(answer, list(terms = I(unlist(case$expected$terms) %or% terms), coef = I(unname(fit$coefficients)), vcov = unname(fit$var), nonlinearWald = chi_squared(wald(own[-1]), length(own) - 1)))
  } else if (length(others) > 0)
    answer <- c(answer, list(terms = I(others), coef = I(unname(fit$coefficients[-own])), se = I(sqrt(diag(fit$var))[-own])))
  answer
}
