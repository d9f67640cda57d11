# coxph() with survival's ridge() term.
function(case, data) {
  library(survival)
  x <- design_of(case, data)
  y <- surv_of(case, data)
  columns <- lapply(seq_len(ncol(x)), function(j) x[, j])
  names(columns) <- paste0("x", seq_along(columns))
  frame <- as.data.frame(columns)
  theta <- case$options$theta
  scale <- case$options$scale %or% TRUE
  formula <- as.formula(paste0("y ~ ridge(", paste(names(columns), collapse = ", "), ", theta = theta, scale = scale)"))
  fit <- coxph(formula, frame, ties = case$options$ties %or% "efron", control = coxph.control(eps = 1e-12, iter.max = 100))
  s <- if (scale) apply(x, 2, var) else rep(1, ncol(x))
  list(n = fit$n, events = fit$nevent, terms = I(colnames(x)), coef = I(unname(fit$coefficients)), se = I(sqrt(diag(fit$var))), se2 = I(sqrt(diag(fit$var2))),
    vcov = unname(fit$var), logLik = list(null = fit$loglik[1], fitted = fit$loglik[2]), penalty = theta / 2 * sum(s * fit$coefficients^2), df = unname(fit$df))
}
