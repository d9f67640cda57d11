# concordance() of survival.
function(case, data) {
  library(survival)
  options <- case$options
  y <- surv_of(case, data)
  score <- data[[case$input$score]]
  strata <- strata_of(case, data)$codes
  call <- list(if (is.null(strata)) y ~ score else y ~ score + strata(strata), timewt = options$timewt %or% "n", reverse = options$reverse %or% TRUE)
  if (!is.null(options$ymax)) call$ymax <- options$ymax
  if (!is.null(options$ymin)) call$ymin <- options$ymin
  if (!is.null(case$input$weights)) call$weights <- weights_of(case, data)
  if (!is.null(case$input$cluster)) call$cluster <- data[[case$input$cluster]]
  fit <- do.call(survival::concordance, call)
  counts <- if (is.matrix(fit$count)) colSums(fit$count) else fit$count
  list(n = fit$n, concordance = unname(fit$concordance), stdErr = sqrt(as.numeric(fit$var)),
    counts = list(concordant = unname(counts["concordant"]), discordant = unname(counts["discordant"]), tiedScore = unname(counts["tied.x"]),
      tiedTime = unname(counts["tied.y"]), tiedBoth = unname(counts["tied.xy"])))
}
