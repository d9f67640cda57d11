# Firth's penalised partial likelihood (Heinze & Schemper 2001) from survival's own likelihood and information, maximised and
# profiled by R's general optimisers: coxphf is not among Debian's packages.
function(case, data) {
  suppressMessages(library(survival))
  options <- case$options
  ties <- if (is.null(options$ties)) "breslow" else options$ties
  level <- if (is.null(options$confLevel)) 0.95 else options$confLevel
  x <- design_of(case, data)
  names <- colnames(x)
  entry <- case$input$entry
  y <- if (is.null(entry)) Surv(data[[case$input$time]], data[[case$input$event]]) else
    Surv(data[[entry]], data[[case$input$time]], data[[case$input$event]])
  strata <- if (is.null(case$input$strata)) rep(1, nrow(x)) else do.call(paste, data[unlist(case$input$strata)])
  p <- ncol(x)
  center <- colMeans(x)
  spread <- apply(x, 2, sd)
  z <- scale(x, center, spread)
  at <- function(b) {
    if (any(!is.finite(b)) || max(abs(b)) > 50) return(-1e10)
    fit <- suppressWarnings(coxph(y ~ z + strata(strata), init = b, ties = ties, control = coxph.control(iter.max = 0)))
    value <- fit$loglik[1] - 0.5 * as.numeric(determinant(as.matrix(fit$var))$modulus)
    if (is.finite(value)) value else -1e10
  }
  climb <- function(free, b) {
    if (length(free) == 0) return(list(b = b, value = at(b)))
    of <- function(part) { whole <- b; whole[free] <- part; -at(whole) }
    gradient <- function(part) {
      h <- 1e-4
      vapply(seq_along(part), function(k) {
        step <- replace(numeric(length(part)), k, h)
        # Fourth order, so that the gradient is right to about 1e-11.
        (8 * (of(part + step) - of(part - step)) - (of(part + 2 * step) - of(part - 2 * step))) / (12 * h)
      }, 0)
    }
    best <- optim(b[free], of, gradient, method = "BFGS", control = list(reltol = 1e-16, maxit = 500))
    best <- optim(best$par, of, gradient, method = "BFGS", control = list(reltol = 1e-16, maxit = 500))
    whole <- b
    whole[free] <- best$par
    list(b = whole, value = -best$value)
  }
  best <- climb(seq_len(p), rep(0, p))
  drop <- qchisq(level, 1) / 2
  fitted <- suppressWarnings(coxph(y ~ z + strata(strata), init = best$b, ties = ties, control = coxph.control(iter.max = 0)))
  se <- sqrt(diag(as.matrix(fitted$var)))
  limit <- function(j, side) {
    off <- function(value) { b <- best$b; b[j] <- value; climb(setdiff(seq_len(p), j), b)$value - best$value + drop }
    far <- 2 * side * se[j]
    while (off(best$b[j] + far) > 0) far <- 1.5 * far
    exp(uniroot(off, sort(c(best$b[j], best$b[j] + far)), tol = 1e-10)$root / spread[j])
  }
  without <- vapply(seq_len(p), function(j) { b <- best$b; b[j] <- 0; climb(setdiff(seq_len(p), j), b)$value }, 0)
  statistic <- pmax(0, 2 * (best$value - without))
  overall <- 2 * (best$value - at(rep(0, p)))
  list(
    n = nrow(x), events = sum(y[, ncol(y)]), terms = I(names), coef = I(best$b / spread), se = I(se / spread),
    lower = I(vapply(seq_len(p), limit, 0, -1)), upper = I(vapply(seq_len(p), limit, 0, 1)),
    chisq = I(statistic), p = I(pchisq(statistic, 1, lower.tail = FALSE)),
    likelihoodRatio = list(chisq = overall, df = p, p = pchisq(overall, p, lower.tail = FALSE)),
    # On the scale of the covariates as they are given.
    logLik = list(null = at(rep(0, p)) + sum(log(spread)), fitted = best$value + sum(log(spread)))
  )
}
