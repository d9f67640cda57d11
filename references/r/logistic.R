# glm(family = binomial) of stats; robust errors by the sandwich of the rows' or clusters' scores; Firth's penalty by R's general optimisers
# (logistf is not among Debian's packages).
function(case, data) {
  options <- case$options
  x <- cbind("(Intercept)" = 1, if (length(case$input$covariates) > 0) design_of(case, data))
  y <- as.numeric(data[[case$input$event]])
  w <- weights_of(case, data)
  level <- options$confLevel %or% 0.95
  answer <- list(n = nrow(x), events = sum(w * y), terms = I(colnames(x)))
  if (isTRUE(options$firth)) {
    spread <- c(1, apply(x[, -1, drop = FALSE], 2, sd))
    z <- scale(x, FALSE, spread)
    information <- function(b) {
      pi <- plogis(drop(z %*% b))
      crossprod(z, w * pi * (1 - pi) * z)
    }
    at <- function(b) {
      eta <- drop(z %*% b)
      value <- sum(w * plogis(ifelse(y == 1, eta, -eta), log.p = TRUE)) + 0.5 * as.numeric(determinant(information(b))$modulus)
      if (is.finite(value)) value else -1e10
    }
    return(c(answer, firth_answer(at, function(b) sqrt(diag(solve(information(b)))), ncol(x), level, unname(spread), 1)))
  }
  fit <- suppressWarnings(glm.fit(x, y, w, family = binomial(), control = glm.control(epsilon = 1e-14, maxit = 100)))
  coef <- unname(fit$coefficients)
  pi <- fit$fitted.values
  naive <- solve(crossprod(x, w * pi * (1 - pi) * x))
  var <- naive
  if (!is.null(case$input$cluster) || isTRUE(options$robust)) {
    scores <- w * (y - pi) * x
    if (!is.null(case$input$cluster)) scores <- rowsum(scores, data[[case$input$cluster]])
    var <- naive %*% crossprod(scores) %*% naive
    answer$naiveVcov <- unname(naive)
  }
  se <- sqrt(diag(var))
  half <- qnorm(1 - (1 - level) / 2)
  share <- sum(w * y) / sum(w)
  logLik <- c(sum(w * ifelse(y == 1, log(share), log(1 - share))), sum(w * ifelse(y == 1, log(pi), log1p(-pi))))
  c(answer, list(coef = I(coef), se = I(unname(se)), z = I(unname(coef / se)), p = I(unname(2 * pnorm(-abs(coef / se)))), oddsRatio = I(exp(coef)),
    lower = I(unname(exp(coef - half * se))), upper = I(unname(exp(coef + half * se))), vcov = unname(var),
    logLik = list(null = logLik[1], fitted = logLik[2]), likelihoodRatio = chi_squared(2 * diff(logLik), ncol(x) - 1)))
}
